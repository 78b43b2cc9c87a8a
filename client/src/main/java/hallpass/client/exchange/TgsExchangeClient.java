package hallpass.client.exchange;

import hallpass.client.credential.CachedTicket;
import hallpass.client.credential.CachedToken;
import hallpass.crypto.Randomness;
import hallpass.crypto.Sealed;
import hallpass.message.Authenticator;
import hallpass.message.ErrorCode;
import hallpass.message.Nonce;
import hallpass.message.PresentedTicket;
import hallpass.message.PrincipalName;
import hallpass.message.TgsRep;
import hallpass.message.TgsRepPart;
import hallpass.message.TgsReq;
import hallpass.protocol.AssociatedData;
import hallpass.protocol.ClockSkew;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.KdcReplyVerifier;
import hallpass.protocol.Refusal;
import hallpass.protocol.Sealer;

/** The client side of K3 and K4: presents a ticket to the TGS, and gets a token for a service. */
public final class TgsExchangeClient {
    private final Sealer sealer;
    private final ClockSkew skew;
    private final KdcReplyVerifier replyVerifier;

    /** @param replyVerifier checks that the decrypted reply belongs to the request */
    public TgsExchangeClient(Sealer sealer, ClockSkew skew, KdcReplyVerifier replyVerifier) {
        this.sealer = sealer;
        this.skew = skew;
        this.replyVerifier = replyVerifier;
    }

    /** @throws Refusal TKT_EXPIRED if the ticket has expired by the client's clock */
    public TgsReq createRequest(
            CachedTicket ticket, PrincipalName service, Randomness randomness, ExchangeContext context) throws Refusal {
        CredentialExpiry.requireNotExpired(ticket, ErrorCode.KRB_AP_ERR_TKT_EXPIRED, context);
        PresentedTicket presented = new PresentedTicket(ticket.ticket(), ticket.client());
        Authenticator authenticator = new Authenticator(ticket.client(), context.now());
        Nonce nonce = Nonce.random(randomness);
        AssociatedData associatedData =
                AssociatedData.ofRequest(new TgsReq(service, nonce, Sealed.empty(), Sealed.empty(), Sealed.empty()));
        return new TgsReq(
                service,
                nonce,
                ticket.ticket(),
                sealer.seal(PresentedTicket.PART, presented, ticket.sessionKey(), associatedData, context.trace()),
                sealer.seal(
                        Authenticator.FOR_TGS, authenticator, ticket.sessionKey(), associatedData, context.trace()));
    }

    /**
     * @throws Refusal BAD_INTEGRITY or MODIFIED if the session key does not decrypt the reply, or
     *     the reply does not belong to {@code request}; SKEW if the clocks differ too much
     */
    public CachedToken acceptReply(TgsReq request, TgsRep reply, CachedTicket ticket, ExchangeContext context)
            throws Refusal {
        TgsRepPart part = sealer.open(
                TgsRepPart.PART,
                reply.encPart(),
                ticket.sessionKey(),
                AssociatedData.ofReplyTo(request),
                context.trace());
        replyVerifier.verify(part, request.service(), request.nonce(), context);
        skew.check(part.issuedAt(), context);
        // The client takes the token for the one it requested. Only the reply check compares the
        // name in the reply.
        return new CachedToken(
                ticket.client(), request.service(), part.sessionKey(), reply.token(), part.issuedAt(), part.lifetime());
    }
}
