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
            RSAPublicKey key = authority.acceptClient(request.certificate(), client, at);
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

    /**
     * @param client the name in the registration
     * @param before P3 and P4
     * @throws Refusal HP_ERR_CLIENT_PROOF, and those of {@link CertificateCheck#acceptClient}
     */
    void check(
            ClientRegistrationReq request, PrincipalName client, PrincipalName server, Transcript before, Occasion at)
            throws Refusal;
}
