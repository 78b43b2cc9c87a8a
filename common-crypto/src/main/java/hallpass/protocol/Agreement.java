package hallpass.protocol;

import hallpass.crypto.BadIntegrityException;
import hallpass.crypto.Sha256;
import hallpass.crypto.Spake;
import hallpass.crypto.Spake.Agreed;
import hallpass.message.AsReq;
import hallpass.message.ErrorCode;
import hallpass.message.MessageType;
import hallpass.message.PreAuthenticationProof;
import hallpass.message.PreAuthenticationRep;
import hallpass.message.PreAuthenticationReq;
import hallpass.wire.Bytes;
import hallpass.wire.DecodeException;
import java.security.MessageDigest;

/** What client and AS agree on before K2 under the guard {@code preauth}: K11, K12 and K1, bit by bit, and a key. */
public record Agreement(PreAuthenticationReq offerRequest, PreAuthenticationRep offer) {
    /** What both call the key that they agree on. */
    public static final String REPLY_KEY = "K_reply";

    /** K1 with the client's share, still to be confirmed. */
    public static AsReq withShare(AsReq request, byte[] share) {
        return with(request, new PreAuthenticationProof(Bytes.of(share), Bytes.EMPTY));
    }

    /** K1 complete: whoever gets it sees that the client agreed on the same. */
    public static AsReq confirmed(AsReq withShare, byte[] share, Agreed agreed) {
        return with(withShare, new PreAuthenticationProof(Bytes.of(share), Bytes.of(agreed.confirmation())));
    }

    private static AsReq with(AsReq request, PreAuthenticationProof proof) {
        return new AsReq(
                request.client(),
                request.server(),
                request.nonce(),
                request.sentAt(),
                Bytes.of(PreAuthenticationProof.LAYOUT.encode(proof)));
    }

    /**
     * The client's side.
     *
     * @throws Refusal MODIFIED if what the AS told is no share
     */
    public Agreed ofClient(Spake own, AsReq withShare) throws Refusal {
        try {
            return own.agree(offer.share().toArray(), transcript(withShare));
        } catch (BadIntegrityException e) {
            throw new Refusal(ErrorCode.KRB_AP_ERR_MODIFIED, "the AS's share " + e.getMessage());
        }
    }

    /**
     * The AS's side: accepts K1 from whoever knows the client's key, and nobody else.
     *
     * @throws Refusal PREAUTH_FAILED
     */
    public Agreed ofKdc(Spake own, AsReq request) throws Refusal {
        try {
            PreAuthenticationProof proof = PreAuthenticationProof.LAYOUT.decode(
                    request.preAuthentication().toArray());
            byte[] share = proof.share().toArray();
            Agreed agreed = own.agree(share, transcript(withShare(request, share)));
            if (!MessageDigest.isEqual(
                    agreed.confirmation(), proof.confirmation().toArray())) {
                throw failed("the confirmation is another one: the password, or a bit on the way");
            }
            return agreed;
        } catch (BadIntegrityException e) {
            throw failed("the client's share " + e.getMessage());
        } catch (DecodeException e) {
            throw failed(e.problem());
        }
    }

    private static Refusal failed(String reason) {
        return new Refusal(ErrorCode.KDC_ERR_PREAUTH_FAILED, reason);
    }

    /** SHA-256 of the three frames. Each has its length in front, so that none runs into the next. */
    private byte[] transcript(AsReq withShare) {
        return Sha256.of(
                MessageType.encode(offerRequest).toArray(),
                MessageType.encode(offer).toArray(),
                MessageType.encode(withShare).toArray());
    }
}
