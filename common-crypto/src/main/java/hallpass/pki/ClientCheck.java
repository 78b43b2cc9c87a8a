package hallpass.pki;

import hallpass.crypto.RsaPss;
import hallpass.message.ClientRegistrationReq;
import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;
import hallpass.protocol.Transcript;
import hallpass.trace.Comparison;
import java.security.interfaces.RSAPublicKey;

/** What a server holds against a client that registers under a name. */
@FunctionalInterface
public interface ClientCheck {
    /** Nothing: whoever says a name has it. */
    ClientCheck ANYBODY = (request, client, server, before, at) -> {};

    /** A certificate for the name, and a signature of now: the guard {@code client-certificate}. */
    static ClientCheck certified(CertificateCheck authority) {
        return (request, client, server, before, at) -> {
            if (request.certificate().isEmpty()) {
                throw new Refusal(ErrorCode.HP_ERR_CLIENT_PROOF, client + " came without a certificate");
            }
            RSAPublicKey key = certifiedKey(authority, request, client, at);
            boolean made = RsaPss.isSigned(
                    key,
                    ClientProof.statement(request, client, server, before).encode(),
                    request.signature().toArray());
            at.compare(
                    Comparison.EXCHANGE_SIGNATURE,
                    "over what " + client + " asked and was told",
                    made ? "made it" : "did not make it",
                    made,
                    ErrorCode.HP_ERR_CLIENT_PROOF);
        };
    }

    /** What is wrong with it is for the server's log: to the client, codes of certificates speak of the server's. */
    private static RSAPublicKey certifiedKey(
            CertificateCheck authority, ClientRegistrationReq request, PrincipalName client, Occasion at)
            throws Refusal {
        try {
            return authority.acceptClient(request.certificate(), client, at);
        } catch (Refusal refusal) {
            throw new Refusal(ErrorCode.HP_ERR_CLIENT_PROOF, refusal.reason());
        }
    }

    /** This, and then another one. */
    default ClientCheck and(ClientCheck next) {
        return (request, client, server, before, at) -> {
            check(request, client, server, before, at);
            next.check(request, client, server, before, at);
        };
    }

    /**
     * @param client the name in the registration
     * @param before P3 and P4
     * @throws Refusal HP_ERR_CLIENT_PROOF
     */
    void check(
            ClientRegistrationReq request, PrincipalName client, PrincipalName server, Transcript before, Occasion at)
            throws Refusal;
}
