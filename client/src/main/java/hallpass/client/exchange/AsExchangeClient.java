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

/** K1 and K2, the client's side: asks the AS for a ticket, and opens the reply with the key made from the password. */
public final class AsExchangeClient {
    private final Sealer sealer;
    private final ClockSkew skew;
    private final KdcReplyVerifier replyCheck;

    /** @param replyCheck what ties the reply to its request, once the key has opened it */
    public AsExchangeClient(Sealer sealer, ClockSkew skew, KdcReplyVerifier replyCheck) {
        this.sealer = sealer;
        this.skew = skew;
        this.replyCheck = replyCheck;
    }

    public AsReq createRequest(
            PrincipalName client, PrincipalName ticketGranting, Randomness randomness, ExchangeContext context) {
        return new AsReq(client, ticketGranting, Nonce.random(randomness), context.now(), Bytes.EMPTY);
    }

    /**
     * A request, and what its reply will be sealed under.
     *
     * @param replyKey the client's own, or what it agreed on with the AS
     */
    public record PendingAsRequest(AsReq request, SymmetricKey replyKey) {}

    /**
     * The same request from a client that shows that it knows its key.
     *
     * @param withoutProof with the client's own key
     * @throws Refusal MODIFIED if what the AS offers is no share
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
     * @param context when the reply arrived, which may be long before the password was typed
     * @throws WrongPasswordException if this key does not open the reply to {@code request}
     * @throws Refusal MODIFIED if it does and is not the answer to {@code request}; SKEW if the AS's clock is too far from ours
     */
    public CachedTicket acceptReply(AsReq request, AsRep reply, SymmetricKey replyKey, ExchangeContext context)
            throws WrongPasswordException, Refusal {
        AsRepPart part = openReplyPart(request, reply, replyKey, context);
        replyCheck.verify(part, request.server(), request.nonce(), context);
        skew.check(part.issuedAt(), context);
        return new CachedTicket(
                request.client(),
                request.server(),
                part.sessionKey(),
                reply.ticket(),
                part.issuedAt(),
                part.lifetime());
    }

    /** ECB has no integrity of its own: a wrong key shows in the padding, the layout or ID_tgs, whichever comes first. */
    private AsRepPart openReplyPart(AsReq request, AsRep reply, SymmetricKey replyKey, ExchangeContext context)
            throws WrongPasswordException {
        try {
            AsRepPart part = sealer.open(
                    AsRepPart.PART, reply.encPart(), replyKey, AssociatedData.ofReplyTo(request), context.trace());
            // Whatever the guards are. It does not tie the reply to its request, for the AS issues tickets for one
            // service alone;
            // but a wrong key that got as far as here, by luck, gets no further.
            context.checkEqual(Check.REPLY_SERVER_NAME, request.server(), part.server(), ErrorCode.KRB_AP_ERR_MODIFIED);
            return part;
        } catch (Refusal refusal) {
            throw new WrongPasswordException(request.client(), refusal);
        }
    }
}
