package hallpass.adversary.rule;

import hallpass.adversary.Direction;
import hallpass.message.MessageType;
import hallpass.trace.Party;
import java.util.Optional;

/** Which way a message goes, so that a rule that never fits anything is told at once. */
final class Courses {
    private Courses() {}

    static Direction direction(MessageType type) {
        return type == MessageType.ERROR || type.title().endsWith("-REP") ? Direction.TO_CLIENT : Direction.TO_SERVER;
    }

    /** The one server that it goes to, or comes from; empty where any may. */
    static Optional<Party> server(MessageType type) {
        return switch (type) {
            case AS_REQ, AS_REP, KEY_UPDATE_REQ, KEY_UPDATE_REP, PRE_AUTHENTICATION_REQ, PRE_AUTHENTICATION_REP ->
                Optional.of(Party.AS);
            case TGS_REQ, TGS_REP -> Optional.of(Party.TGS);
            case AP_REQ, AP_REP, SERVICE_REQ, SERVICE_REP -> Optional.of(Party.SERVICE);
            case SERVER_REGISTRATION_REQ, SERVER_REGISTRATION_REP, CRL_REQ, CRL_REP, REVOCATION_REQ, REVOCATION_REP ->
                Optional.of(Party.CA);
            case CERTIFICATE_REQ,
                    CERTIFICATE_REP,
                    CLIENT_REGISTRATION_REQ,
                    CLIENT_REGISTRATION_REP,
                    PKI_SERVICE_REQ,
                    PKI_SERVICE_REP -> Optional.of(Party.APP);
            default -> Optional.empty();
        };
    }
}
