package hallpass.client.exchange;

import hallpass.client.credential.CachedToken;
import hallpass.crypto.Sealed;
import hallpass.crypto.SymmetricKey;
import hallpass.message.Authenticator;
import hallpass.message.ErrorCode;
import hallpass.message.KeyUpdateRep;
import hallpass.message.KeyUpdateRepPart;
import hallpass.message.KeyUpdateReq;
import hallpass.message.KeyUpdateReqPart;
import hallpass.protocol.AssociatedData;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Refusal;
import hallpass.protocol.Sealer;
import hallpass.trace.Check;
import java.time.Instant;

/** The client side of K9 and K10: sends a new key to the AS, and receives its version. */
public final class KeyUpdateExchangeClient {
    private final Sealer sealer;

    public KeyUpdateExchangeClient(Sealer sealer) {
        this.sealer = sealer;
    }

    /**
     * K9 with its timestamp, which K10 must confirm.
     *
     * @param sentAt TS9
     */
    public record PendingKeyUpdate(KeyUpdateReq request, Instant sentAt) {}

    /**
     * @param token a token for the key update service
     * @throws Refusal TKT_EXPIRED if the token has expired by the client's clock
     */
    public PendingKeyUpdate createRequest(CachedToken token, SymmetricKey newKey, ExchangeContext context)
            throws Refusal {
        CredentialExpiry.requireNotExpired(token, ErrorCode.KRB_AP_ERR_TKT_EXPIRED, context);
        Instant sentAt = context.now();
        Authenticator authenticator = new Authenticator(token.client(), sentAt);
        KeyUpdateReqPart newKeyPart = new KeyUpdateReqPart(newKey, sentAt);
        AssociatedData associatedData =
                AssociatedData.ofRequest(new KeyUpdateReq(Sealed.empty(), Sealed.empty(), Sealed.empty()));
        return new PendingKeyUpdate(
                new KeyUpdateReq(
                        token.token(),
                        sealer.seal(
                                Authenticator.FOR_KEY_UPDATE,
                                authenticator,
                                sessionKey(token),
                                associatedData,
                                context.trace()),
                        sealer.seal(
                                KeyUpdateReqPart.PART, newKeyPart, sessionKey(token), associatedData, context.trace())),
                sentAt);
    }

    /**
     * @return the version of the new key, which replaces the old one at once
     * @throws Refusal BAD_INTEGRITY or MODIFIED unless the sender decrypted {@code pending}
     */
    public int acceptReply(PendingKeyUpdate pending, KeyUpdateRep reply, CachedToken token, ExchangeContext context)
            throws Refusal {
        KeyUpdateRepPart part = sealer.open(
                KeyUpdateRepPart.PART,
                reply.encPart(),
                sessionKey(token),
                AssociatedData.ofReplyTo(pending.request()),
                context.trace());
        context.checkEqual(
                Check.MUTUAL_AUTHENTICATION,
                pending.sentAt().plusMillis(1),
                part.timestampPlusOne(),
                ErrorCode.KRB_AP_ERR_MODIFIED);
        return part.keyVersion();
    }

    /** The session key with its name in the key update exchange. */
    private static SymmetricKey sessionKey(CachedToken token) {
        return token.sessionKey().withLabel("K_c,k");
    }
}
