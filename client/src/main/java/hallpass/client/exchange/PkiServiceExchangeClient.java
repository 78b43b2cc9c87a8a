package hallpass.client.exchange;

import hallpass.client.credential.CachedSession;
import hallpass.crypto.Sealed;
import hallpass.message.ErrorCode;
import hallpass.message.PkiServiceRep;
import hallpass.message.PkiServiceReq;
import hallpass.message.ServiceRepPart;
import hallpass.message.ServiceReqPart;
import hallpass.protocol.AssociatedData;
import hallpass.protocol.ClockSkew;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Refusal;
import hallpass.protocol.Sealer;

/**
 * The client side of P7 and P8: sends a request to the PKI application server, on any connection.
 */
public final class PkiServiceExchangeClient {
    private final Sealer sealer;
    private final ClockSkew skew;

    public PkiServiceExchangeClient(Sealer sealer, ClockSkew skew) {
        this.sealer = sealer;
        this.skew = skew;
    }

    /** @throws Refusal SESSION_EXPIRED if the session has expired by the client's clock */
    public PkiServiceReq createRequest(CachedSession session, String request, ExchangeContext context) throws Refusal {
        CredentialExpiry.requireNotExpired(session, ErrorCode.HP_ERR_SESSION_EXPIRED, context);
        ServiceReqPart part = new ServiceReqPart(request, context.now());
        AssociatedData associatedData = AssociatedData.ofRequest(new PkiServiceReq(session.client(), Sealed.empty()));
        return new PkiServiceReq(
                session.client(),
                sealer.seal(ServiceReqPart.FOR_PKI, part, session.sessionKey(), associatedData, context.trace()));
    }

    /**
     * @return the data
     * @throws Refusal BAD_INTEGRITY or MODIFIED if the reply does not belong to {@code request};
     *     SKEW if the reply is not recent
     */
    public String acceptReply(
            PkiServiceReq request, PkiServiceRep reply, CachedSession session, ExchangeContext context) throws Refusal {
        ServiceRepPart part = sealer.open(
                ServiceRepPart.FOR_PKI,
                reply.data(),
                session.sessionKey(),
                AssociatedData.ofReplyTo(request),
                context.trace());
        skew.check(part.sentAt(), context);
        return part.data();
    }
}
