package hallpass.ca;

import hallpass.config.EnrolmentTokenFiles;
import hallpass.config.RealmException;
import hallpass.crypto.Randomness;
import hallpass.crypto.SecretBytes;
import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.message.ServerRegistrationReqPart;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Refusal;
import hallpass.protocol.UnavailableException;
import hallpass.trace.Action;

/**
 * Authorises the server that presents the current one-time token (guard {@code enrolment-token}).
 * The reply contains the token for the next enrolment. The authority stores only the hash of a
 * token.
 */
public final class EnrolmentTokenAuthorization implements EnrolmentAuthorization {
    private final PrincipalName server;
    private final EnrolmentTokenFiles files;
    private final Randomness randomness;

    public EnrolmentTokenAuthorization(PrincipalName server, EnrolmentTokenFiles files, Randomness randomness) {
        this.server = server;
        this.files = files;
        this.randomness = randomness;
    }

    @Override
    public synchronized void check(ServerRegistrationReqPart registration, ExchangeContext context) throws Refusal {
        try {
            if (!registration.server().equals(server) || !files.isExpected(registration.enrolmentToken())) {
                throw new Refusal(
                        ErrorCode.HP_ERR_ENROLMENT_TOKEN,
                        registration.enrolmentToken().isEmpty()
                                ? "the request has no token"
                                : "the request has another token, or names another server");
            }
        } catch (RealmException e) {
            throw new UnavailableException(e.description(), e);
        }
    }

    /** Synchronized: of two concurrent requests with the same token, one is refused. */
    @Override
    public synchronized SecretBytes redeem(ServerRegistrationReqPart registration, ExchangeContext context)
            throws Refusal {
        check(registration, context);
        try {
            SecretBytes next = EnrolmentTokenFiles.newToken(randomness);
            files.expect(next);
            context.recordAction(Action.ENROLMENT_TOKEN_USED, server);
            return next;
        } catch (RealmException e) {
            throw new UnavailableException(e.description(), e);
        }
    }
}
