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

/** Verifies the identity of a client that registers. */
@FunctionalInterface
public interface ClientVerifier {
    /** Accepts any name, as the classic protocol does. */
    ClientVerifier NONE = (request, client, server, transcript, context) -> {};

    /**
     * Requires a certificate for the name and a signature over the transcript: the guard
     * {@code client-certificate}.
     */
    static ClientVerifier certified(CertificateValidator validator) {
        return (request, client, server, transcript, context) -> {
            if (request.certificate().isEmpty()) {
                throw new Refusal(ErrorCode.HP_ERR_CLIENT_PROOF, client + " sent no certificate");
            }
            RSAPublicKey key = certifiedKey(validator, request, client, context);
            boolean valid = RsaPss.verify(
                    key,
                    ClientProof.statement(request, client, server, transcript).encode(),
                    request.signature().toArray());
            context.check(
                    Check.EXCHANGE_SIGNATURE,
                    client,
                    valid ? "verifies it" : "does not verify it",
                    valid,
                    ErrorCode.HP_ERR_CLIENT_PROOF);
        };
    }

    /**
     * Maps the code: to the client, certificate error codes are about the server's certificate. The
     * reason goes to the server's log.
     */
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

    /** Runs this verifier, then {@code next}. */
    default ClientVerifier and(ClientVerifier next) {
        return (request, client, server, transcript, context) -> {
            verify(request, client, server, transcript, context);
            next.verify(request, client, server, transcript, context);
        };
    }

    /**
     * @param client the name in the registration
     * @param transcript the transcript of P3 and P4
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
