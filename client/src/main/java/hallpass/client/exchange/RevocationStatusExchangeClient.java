package hallpass.client.exchange;

import hallpass.crypto.Randomness;
import hallpass.message.Nonce;
import hallpass.message.RevocationStatusRep;
import hallpass.message.RevocationStatusReq;
import hallpass.pki.OcspResponseValidator;
import hallpass.pki.RevocationStatus;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Refusal;

/**
 * The client side of P11 and P12: asks the CA for the revocation status of a server's certificate.
 */
public final class RevocationStatusExchangeClient {
    private final OcspResponseValidator validator;

    public RevocationStatusExchangeClient(OcspResponseValidator validator) {
        this.validator = validator;
    }

    /** Creates P11 with a new nonce, which rules out replayed answers. */
    public RevocationStatusReq createRequest(ServerKey key, Randomness randomness) {
        return RevocationStatusReq.of(key.serialNumber(), Nonce.random(randomness));
    }

    /**
     * @return the status, which may be revoked
     * @throws Refusal those of {@link OcspResponseValidator#validate}
     */
    public RevocationStatus acceptReply(RevocationStatusReq request, RevocationStatusRep reply, ExchangeContext context)
            throws Refusal {
        return validator.validate(reply.ocspResponse(), request.toBigInteger(), request.nonce(), context);
    }

    /**
     * Checks that the certificate is not revoked.
     *
     * @throws Refusal CERTIFICATE_REVOKED or REVOCATION_UNKNOWN if the status is not good
     */
    public void requireGood(RevocationStatusReq request, RevocationStatus status, ExchangeContext context)
            throws Refusal {
        OcspResponseValidator.requireGood(status, request.toBigInteger(), context);
    }
}
