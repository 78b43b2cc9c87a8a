package hallpass.client.exchange;

import hallpass.client.credential.CachedToken;
import hallpass.crypto.Sealed;
import hallpass.message.ServiceRep;
import hallpass.message.ServiceRepPart;
import hallpass.message.ServiceReq;
import hallpass.message.ServiceReqPart;
import hallpass.protocol.AssociatedData;
import hallpass.protocol.ClockSkew;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Refusal;
import hallpass.protocol.Sealer;

/**
 * The client side of K7 and K8: sends a request to the service, on the connection that K5
 * authenticated.
 */
public final class ServiceExchangeClient {
    private final Sealer sealer;
    private final ClockSkew skew;

    public ServiceExchangeClient(Sealer sealer, ClockSkew skew) {
        this.sealer = sealer;
        this.skew = skew;
    }

    public ServiceReq createRequest(CachedToken token, String request, ExchangeContext context) {
        ServiceReqPart part = new ServiceReqPart(request, context.now());
        return new ServiceReq(sealer.seal(
                ServiceReqPart.FOR_SERVICE,
                part,
                token.sessionKey(),
                AssociatedData.ofRequest(new ServiceReq(Sealed.empty())),
                context.trace()));
    }

    /**
     * @return the data
     * @throws Refusal BAD_INTEGRITY or MODIFIED if the reply does not belong to {@code request};
     *     SKEW if the reply is not recent
     */
    public String acceptReply(ServiceReq request, ServiceRep reply, CachedToken token, ExchangeContext context)
            throws Refusal {
        ServiceRepPart part = sealer.open(
                ServiceRepPart.FOR_SERVICE,
                reply.data(),
                token.sessionKey(),
                AssociatedData.ofReplyTo(request),
                context.trace());
        skew.check(part.sentAt(), context);
        return part.data();
    }
}
