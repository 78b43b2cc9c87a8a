package hallpass.client.exchange;

import hallpass.crypto.Randomness;
import hallpass.message.Nonce;
import hallpass.message.RevocationRep;
import hallpass.message.RevocationReq;
import hallpass.pki.CertificateState;
import hallpass.pki.RevocationAnswerCheck;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;

/** P11 and P12, the asking side: whether the authority revoked the certificate that a server showed. */
public final class RevocationExchange {
    private final RevocationAnswerCheck check;

    public RevocationExchange(RevocationAnswerCheck check) {
        this.check = check;
    }

    /** P11, with a nonce of its own each time: an answer that was given before does not fit. */
    public RevocationReq ask(ServerKey key, Randomness randomness) {
        return RevocationReq.about(key.serial(), Nonce.random(randomness));
    }

    /**
     * @return what the authority says, which may be that the certificate was revoked
     * @throws Refusal those of {@link RevocationAnswerCheck#read}
     */
    public CertificateState accept(RevocationReq asked, RevocationRep reply, Occasion at) throws Refusal {
        return check.read(reply.answer(), asked.number(), asked.nonce(), at);
    }

    /**
     * That the certificate can be used.
     *
     * @throws Refusal CERTIFICATE_REVOKED or REVOCATION_UNKNOWN if not
     */
    public void requireGood(RevocationReq asked, CertificateState state, Occasion at) throws Refusal {
        RevocationAnswerCheck.requireGood(state, asked.number(), at);
    }
}
