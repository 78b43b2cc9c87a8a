package hallpass.client.exchange;

import hallpass.client.credential.CachedToken;
import hallpass.crypto.Sealed;
import hallpass.message.ApRep;
import hallpass.message.ApRepPart;
import hallpass.message.ApReq;
import hallpass.message.Authenticator;
import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.protocol.AssociatedData;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Refusal;
import hallpass.protocol.Sealer;
import hallpass.trace.Action;
import hallpass.trace.Check;
import java.time.Instant;

/** The client side of K5 and K6: presents a token to a service, and authenticates the service. */
public final class ApExchangeClient {
    private final Sealer sealer;

    public ApExchangeClient(Sealer sealer) {
        this.sealer = sealer;
    }

    /**
     * K5 with the timestamp of its authenticator, which K6 must confirm.
     *
     * @param sentAt TS5
     */
    public record PendingApRequest(ApReq request, Instant sentAt) {}

    /** @throws Refusal TKT_EXPIRED if the token has expired by the client's clock */
    public PendingApRequest createRequest(CachedToken token, ExchangeContext context) throws Refusal {
        CredentialExpiry.requireNotExpired(token, ErrorCode.KRB_AP_ERR_TKT_EXPIRED, context);
        // The wire format has milliseconds.
        Instant sentAt = context.now();
        Authenticator authenticator = new Authenticator(token.client(), sentAt);
        return new PendingApRequest(
                new ApReq(
                        token.token(),
                        sealer.seal(
                                Authenticator.FOR_SERVICE,
                                authenticator,
                                token.sessionKey(),
                                AssociatedData.ofRequest(new ApReq(Sealed.empty(), Sealed.empty())),
                                context.trace())),
                sentAt);
    }

    /**
     * @return the name of the authenticated service
     * @throws Refusal BAD_INTEGRITY or MODIFIED unless the sender decrypted the authenticator of
     *     {@code pending}
     */
    public PrincipalName acceptReply(PendingApRequest pending, ApRep reply, CachedToken token, ExchangeContext context)
            throws Refusal {
        ApRepPart proof = sealer.open(
                ApRepPart.PART,
                reply.encPart(),
                token.sessionKey(),
                AssociatedData.ofReplyTo(pending.request()),
                context.trace());
        context.checkEqual(
                Check.MUTUAL_AUTHENTICATION,
                pending.sentAt().plusMillis(1),
                proof.timestampPlusOne(),
                ErrorCode.KRB_AP_ERR_MODIFIED);
        context.recordAction(Action.SERVER_AUTHENTICATED, token.server());
        return token.server();
    }
}
