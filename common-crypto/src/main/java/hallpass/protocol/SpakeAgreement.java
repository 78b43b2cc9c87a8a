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

/**
 * SPAKE pre-authentication between client and AS (RFC 9588): derives the reply key from K11, K12,
 * K1 and the client's key.
 */
public record SpakeAgreement(PreAuthenticationReq challengeRequest, PreAuthenticationRep challenge) {
    /** Label of the derived key. */
    public static final String REPLY_KEY = "K_reply";

    /** Adds the client's share to K1, without the confirmation. */
    public static AsReq withShare(AsReq request, byte[] share) {
        return withPreAuthentication(request, new SpakeResponse(Bytes.of(share), Bytes.EMPTY));
    }

    /** Adds share and confirmation to K1. */
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
     * Derives the shared secret as the client.
     *
     * @throws Refusal MODIFIED if the AS's share is not a valid group element
     */
    public SharedSecret agreeAsClient(Spake2 own, AsReq withShare) throws Refusal {
        try {
            return own.agree(challenge.share().toArray(), transcriptHash(withShare));
        } catch (BadIntegrityException e) {
            throw new Refusal(ErrorCode.KRB_AP_ERR_MODIFIED, "the AS's share " + e.getMessage());
        }
    }

    /**
     * Derives the shared secret as the KDC and verifies that the client knows its key.
     *
     * @throws Refusal PREAUTH_FAILED if it does not
     */
    public SharedSecret agreeAsKdc(Spake2 own, AsReq request) throws Refusal {
        try {
            SpakeResponse proof =
                    SpakeResponse.LAYOUT.decode(request.preAuthentication().toArray());
            byte[] share = proof.share().toArray();
            SharedSecret agreed = own.agree(share, transcriptHash(withShare(request, share)));
            if (!MessageDigest.isEqual(
                    agreed.confirmation(), proof.confirmation().toArray())) {
                throw preAuthenticationFailed("the confirmation does not match: wrong password or modified message");
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

    /** SHA-256 of the three frames. The length prefixes make the concatenation unambiguous. */
    private byte[] transcriptHash(AsReq withShare) {
        return Sha256.digest(
                MessageType.encode(challengeRequest).encode(),
                MessageType.encode(challenge).encode(),
                MessageType.encode(withShare).encode());
    }
}
