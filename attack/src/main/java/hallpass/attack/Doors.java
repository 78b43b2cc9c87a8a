package hallpass.attack;

import hallpass.protocol.Guard;
import hallpass.trace.Party;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Which guards change anything for who attacks one of the two doors. */
final class Doors {
    private static final Set<Guard> KERBEROS_ALONE = EnumSet.of(
            Guard.NONCE,
            Guard.NAME_BINDING,
            Guard.SALTED_KDF,
            Guard.PREAUTH,
            Guard.LIFETIME_CAP,
            Guard.RANDOM_SERVICE_KEYS,
            Guard.VERIFY_KDC);

    private static final Set<Guard> CERTIFICATES_ALONE = EnumSet.of(
            Guard.REVOCATION,
            Guard.CERTIFIED_KEY,
            Guard.PINNED_ANCHOR,
            Guard.ENROLMENT_TOKEN,
            Guard.LOCAL_KEYS,
            Guard.TRANSCRIPT,
            Guard.CLIENT_CERTIFICATE,
            Guard.OAEP);

    private static final Set<Party> OF_KERBEROS = EnumSet.of(Party.AS, Party.TGS, Party.SERVICE);
    private static final Set<Party> OF_CERTIFICATES = EnumSet.of(Party.CA, Party.APP);

    private Doors() {}

    /** All that are used where these servers are. */
    static Set<Guard> guardsAt(Set<Party> servers) {
        Set<Guard> guards = EnumSet.allOf(Guard.class);
        if (Collections.disjoint(servers, OF_KERBEROS)) {
            guards.removeAll(KERBEROS_ALONE);
        }
        if (Collections.disjoint(servers, OF_CERTIFICATES)) {
            guards.removeAll(CERTIFICATES_ALONE);
        }
        return guards;
    }
}
