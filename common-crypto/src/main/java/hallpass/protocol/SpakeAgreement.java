package hallpass.protocol;

import hallpass.crypto.BadIntegrityException;
import hallpass.crypto.Sha256;
import hallpass.crypto.Spake2;
import hallpass.crypto.Spake2.SharedSecret;
import hallpass.message.AsReq;
import hallpass.message.ErrorCode;
import hallpass.message.MessageType;
import hallpass.message.PreAuthenticationRep;
import hallpass.message.PreAuthenticationReq;
import hallpass.message.SpakeResponse;
import hallpass.wire.Bytes;
import hallpass.wire.DecodeException;
import java.security.MessageDigest;

/** What client and AS agree on before K2 under the guard {@code preauth}: K11, K12 and K1, bit by bit, and a key. */
public record SpakeAgreement(PreAuthenticationReq challengeRequest, PreAuthenticationRep challenge) {
    /** What both call the key that they agree on. */
    public static final String REPLY_KEY = "K_reply";

    /** K1 with the client's share, still to be confirmed. */
    public static AsReq withShare(AsReq request, byte[] share) {
        return withPreAuthentication(request, new SpakeResponse(Bytes.of(share), Bytes.EMPTY));
    }

    /** K1 complete: whoever gets it sees that the client agreed on the same. */
    public static AsReq withConfirmation(AsReq withShare, byte[] share, SharedSecret agreed) {
        return withPreAuthentication(withShare, new SpakeResponse(Bytes.of(share), Bytes.of(agreed.confirmation())));
    }

    private static AsReq withPreAuthentication(AsReq request, SpakeResponse proof) {
        return new AsReq(
                request.client(),
                request.server(),
                request.nonce(),
                request.sentAt(),
                Bytes.of(SpakeResponse.LAYOUT.encode(proof)));
    }

    /**
     * The client's side.
     *
     * @throws Refusal MODIFIED if what the AS told is no share
     */
    public SharedSecret agreeAsClient(Spake2 own, AsReq withShare) throws Refusal {
        try {
            return own.agree(challenge.share().toArray(), transcriptHash(withShare));
        } catch (BadIntegrityException e) {
            throw new Refusal(ErrorCode.KRB_AP_ERR_MODIFIED, "the AS's share " + e.getMessage());
        }
    }

    /**
     * The AS's side: accepts K1 from whoever knows the client's key, and nobody else.
     *
     * @throws Refusal PREAUTH_FAILED
     */
    public SharedSecret agreeAsKdc(Spake2 own, AsReq request) throws Refusal {
        try {
            SpakeResponse proof =
                    SpakeResponse.LAYOUT.decode(request.preAuthentication().toArray());
            byte[] share = proof.share().toArray();
            SharedSecret agreed = own.agree(share, transcriptHash(withShare(request, share)));
            if (!MessageDigest.isEqual(
                    agreed.confirmation(), proof.confirmation().toArray())) {
                throw preAuthenticationFailed("the confirmation is another one: the password, or a bit on the way");
            }
            return agreed;
        } catch (BadIntegrityException e) {
            throw preAuthenticationFailed("the client's share " + e.getMessage());
        } catch (DecodeException e) {
            throw preAuthenticationFailed(e.problem());
        }
    }

    private static Refusal preAuthenticationFailed(String reason) {
        return new Refusal(ErrorCode.KDC_ERR_PREAUTH_FAILED, reason);
    }

    /** SHA-256 of the three frames. Each has its length in front, so that none runs into the next. */
    private byte[] transcriptHash(AsReq withShare) {
        return Sha256.digest(
                MessageType.encode(challengeRequest).encode(),
                MessageType.encode(challenge).encode(),
                MessageType.encode(withShare).encode());
    }
}
