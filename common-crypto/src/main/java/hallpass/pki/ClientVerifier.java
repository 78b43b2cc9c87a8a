package hallpass.pki;

import hallpass.crypto.RsaPss;
import hallpass.message.ClientRegistrationReq;
import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Refusal;
import hallpass.protocol.Transcript;
import hallpass.trace.Check;
import java.security.interfaces.RSAPublicKey;

/** What a server holds against a client that registers under a name. */
@FunctionalInterface
public interface ClientVerifier {
    /** Nothing: whoever says a name has it. */
    ClientVerifier NONE = (request, client, server, transcript, context) -> {};

    /** A certificate for the name, and a signature of now: the guard {@code client-certificate}. */
    static ClientVerifier certified(CertificateValidator validator) {
        return (request, client, server, transcript, context) -> {
            if (request.certificate().isEmpty()) {
                throw new Refusal(ErrorCode.HP_ERR_CLIENT_PROOF, client + " came without a certificate");
            }
            RSAPublicKey key = certifiedKey(validator, request, client, context);
            boolean valid = RsaPss.verify(
                    key,
                    ClientProof.statement(request, client, server, transcript).encode(),
                    request.signature().toArray());
            context.check(
                    Check.EXCHANGE_SIGNATURE,
                    "over what " + client + " asked and was told",
                    valid ? "made it" : "did not make it",
                    valid,
                    ErrorCode.HP_ERR_CLIENT_PROOF);
        };
    }

    /** What is wrong with it is for the server's log: to the client, codes of certificates speak of the server's. */
    private static RSAPublicKey certifiedKey(
            CertificateValidator validator,
            ClientRegistrationReq request,
            PrincipalName client,
            ExchangeContext context)
            throws Refusal {
        try {
            return validator.validateClient(request.certificate(), client, context);
        } catch (Refusal refusal) {
            throw new Refusal(ErrorCode.HP_ERR_CLIENT_PROOF, refusal.reason());
        }
    }

    /** This, and then another one. */
    default ClientVerifier and(ClientVerifier next) {
        return (request, client, server, transcript, context) -> {
            verify(request, client, server, transcript, context);
            next.verify(request, client, server, transcript, context);
        };
    }

    /**
     * @param client the name in the registration
     * @param transcript P3 and P4
     * @throws Refusal HP_ERR_CLIENT_PROOF
     */
    void verify(
            ClientRegistrationReq request,
            PrincipalName client,
            PrincipalName server,
            Transcript transcript,
            ExchangeContext context)
            throws Refusal;
}
