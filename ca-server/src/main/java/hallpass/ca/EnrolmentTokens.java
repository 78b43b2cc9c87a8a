package hallpass.ca;

import hallpass.crypto.Randomness;
import hallpass.crypto.SecretBytes;
import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.message.ServerRegistration;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;
import hallpass.protocol.UnavailableException;
import hallpass.realm.EnrolmentTokenFiles;
import hallpass.realm.RealmProblem;
import hallpass.trace.Deed;

/**
 * Certifies the one server that was given a token, and each token once: the guard {@code enrolment-token}. With the
 * certificate goes the token for the next one. Of tokens the authority keeps the hash alone.
 */
public final class EnrolmentTokens implements Admission {
    private final PrincipalName server;
    private final EnrolmentTokenFiles files;
    private final Randomness randomness;

    public EnrolmentTokens(PrincipalName server, EnrolmentTokenFiles files, Randomness randomness) {
        this.server = server;
        this.files = files;
        this.randomness = randomness;
    }

    @Override
    public synchronized void check(ServerRegistration registration, Occasion at) throws Refusal {
        try {
            if (!registration.server().equals(server) || !files.isAwaited(registration.token())) {
                throw new Refusal(
                        ErrorCode.HP_ERR_ENROLMENT_TOKEN,
                        registration.token().isEmpty()
                                ? "it came without a token"
                                : "it came with another token, or one for another name");
            }
        } catch (RealmProblem e) {
            throw new UnavailableException(e.sentence(), e);
        }
    }

    /** One at a time: of two that show the same token, one comes second. */
    @Override
    public synchronized SecretBytes admit(ServerRegistration registration, Occasion at) throws Refusal {
        check(registration, at);
        try {
            SecretBytes next = EnrolmentTokenFiles.newToken(randomness);
            files.await(next);
            at.done(Deed.ENROLMENT_TOKEN_USED, server);
            return next;
        } catch (RealmProblem e) {
            throw new UnavailableException(e.sentence(), e);
        }
    }
}
