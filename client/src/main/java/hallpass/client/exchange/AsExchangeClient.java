package hallpass.client.exchange;

import hallpass.client.credential.CachedTicket;
import hallpass.crypto.Randomness;
import hallpass.crypto.Spake2;
import hallpass.crypto.SymmetricKey;
import hallpass.message.AsRep;
import hallpass.message.AsRepPart;
import hallpass.message.AsReq;
import hallpass.message.ErrorCode;
import hallpass.message.Nonce;
import hallpass.message.PrincipalName;
import hallpass.protocol.AssociatedData;
import hallpass.protocol.ClockSkew;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.KdcReplyVerifier;
import hallpass.protocol.Refusal;
import hallpass.protocol.Sealer;
import hallpass.protocol.SpakeAgreement;
import hallpass.trace.Action;
import hallpass.trace.Check;
import hallpass.wire.Bytes;

/**
 * The client side of K1 and K2: requests a ticket, and decrypts the reply with the key derived from
 * the password.
 */
public final class AsExchangeClient {
    private final Sealer sealer;
    private final ClockSkew skew;
    private final KdcReplyVerifier replyVerifier;

    /** @param replyVerifier checks that the decrypted reply belongs to the request */
    public AsExchangeClient(Sealer sealer, ClockSkew skew, KdcReplyVerifier replyVerifier) {
        this.sealer = sealer;
        this.skew = skew;
        this.replyVerifier = replyVerifier;
    }

    public AsReq createRequest(
            PrincipalName client, PrincipalName ticketGranting, Randomness randomness, ExchangeContext context) {
        return new AsReq(client, ticketGranting, Nonce.random(randomness), context.now(), Bytes.EMPTY);
    }

    /**
     * A request with the key that its reply is sealed with.
     *
     * @param replyKey the client's key, or the key agreed with the AS
     */
    public record PendingAsRequest(AsReq request, SymmetricKey replyKey) {}

    /**
     * Adds a proof that the client knows its key (SPAKE2).
     *
     * @param withoutProof the request with the client's key
     * @throws Refusal MODIFIED if the share of the AS is invalid
     */
    public PendingAsRequest addPreAuthentication(
            PendingAsRequest withoutProof, SpakeAgreement agreement, Randomness randomness, ExchangeContext context)
            throws Refusal {
        SymmetricKey clientKey = withoutProof.replyKey;
        Spake2 side = Spake2.forClient(clientKey, randomness);
        AsReq withShare = SpakeAgreement.withShare(withoutProof.request, side.share());
        Spake2.SharedSecret agreed = agreement.agreeAsClient(side, withShare);
        SymmetricKey replyKey = agreed.replyKey(SpakeAgreement.REPLY_KEY, clientKey.size());
        context.recordAction(Action.REPLY_KEY_AGREED, replyKey.label());
        return new PendingAsRequest(SpakeAgreement.withConfirmation(withShare, side.share(), agreed), replyKey);
    }

    /**
     * @param context the time of arrival, which may be long before the password was typed
     * @throws WrongPasswordException if the key does not decrypt the reply
     * @throws Refusal MODIFIED if the reply does not belong to {@code request}; SKEW if the clocks
     *     differ too much
     */
    public CachedTicket acceptReply(AsReq request, AsRep reply, SymmetricKey replyKey, ExchangeContext context)
            throws WrongPasswordException, Refusal {
        AsRepPart part = openReplyPart(request, reply, replyKey, context);
        replyVerifier.verify(part, request.server(), request.nonce(), context);
        skew.check(part.issuedAt(), context);
        return new CachedTicket(
                request.client(),
                request.server(),
                part.sessionKey(),
                reply.ticket(),
                part.issuedAt(),
                part.lifetime());
    }

    /** ECB has no integrity check: the padding, the layout or ID_tgs reveals a wrong key. */
    private AsRepPart openReplyPart(AsReq request, AsRep reply, SymmetricKey replyKey, ExchangeContext context)
            throws WrongPasswordException {
        try {
            AsRepPart part = sealer.open(
                    AsRepPart.PART, reply.encPart(), replyKey, AssociatedData.ofReplyTo(request), context.trace());
            // This check is independent of the guards. It does not bind the reply to its request,
            // because the AS issues tickets for one service only; it detects wrong keys that pass
            // the other checks by chance.
            context.checkEqual(Check.REPLY_SERVER_NAME, request.server(), part.server(), ErrorCode.KRB_AP_ERR_MODIFIED);
            return part;
        } catch (Refusal refusal) {
            throw new WrongPasswordException(request.client(), refusal);
        }
    }
}
