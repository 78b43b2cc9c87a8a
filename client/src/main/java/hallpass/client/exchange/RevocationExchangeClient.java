package hallpass.client.exchange;

import hallpass.crypto.Randomness;
import hallpass.message.Nonce;
import hallpass.message.RevocationRep;
import hallpass.message.RevocationReq;
import hallpass.pki.OcspResponseValidator;
import hallpass.pki.RevocationStatus;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Refusal;

/** P11 and P12, the asking side: whether the authority revoked the certificate that a server showed. */
public final class RevocationExchangeClient {
    private final OcspResponseValidator validator;

    public RevocationExchangeClient(OcspResponseValidator validator) {
        this.validator = validator;
    }

    /** P11, with a nonce of its own each time: an answer that was given before does not fit. */
    public RevocationReq createRequest(ServerKey key, Randomness randomness) {
        return RevocationReq.of(key.serialNumber(), Nonce.random(randomness));
    }

    /**
     * @return what the authority says, which may be that the certificate was revoked
     * @throws Refusal those of {@link OcspResponseValidator#validate}
     */
    public RevocationStatus acceptReply(RevocationReq request, RevocationRep reply, ExchangeContext context)
            throws Refusal {
        return validator.validate(reply.ocspResponse(), request.toBigInteger(), request.nonce(), context);
    }

    /**
     * That the certificate can be used.
     *
     * @throws Refusal CERTIFICATE_REVOKED or REVOCATION_UNKNOWN if not
     */
    public void requireGood(RevocationReq request, RevocationStatus status, ExchangeContext context) throws Refusal {
        OcspResponseValidator.requireGood(status, request.toBigInteger(), context);
    }
}
