package hallpass.client.exchange;

import hallpass.client.credential.HeldToken;
import hallpass.crypto.Sealed;
import hallpass.message.ReplyDataPart;
import hallpass.message.RequestPart;
import hallpass.message.ServiceRep;
import hallpass.message.ServiceReq;
import hallpass.protocol.Binding;
import hallpass.protocol.ClockSkew;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;
import hallpass.protocol.Seals;

/** K7 and K8, the client's side: asks the desk behind the ticket door, on the connection that K5 authenticated. */
public final class ServiceExchange {
    private final Seals seals;
    private final ClockSkew skew;

    public ServiceExchange(Seals seals, ClockSkew skew) {
        this.seals = seals;
        this.skew = skew;
    }

    public ServiceReq ask(HeldToken held, String request, Occasion at) {
        RequestPart part = new RequestPart(request, at.now());
        return new ServiceReq(seals.seal(
                RequestPart.FOR_SERVICE,
                part,
                held.sessionKey(),
                Binding.in(new ServiceReq(Sealed.none())),
                at.trace()));
    }

    /**
     * @return the data
     * @throws Refusal BAD_INTEGRITY or MODIFIED if it is not the service's reply to {@code asked}; SKEW if it was not said now
     */
    public String accept(ServiceReq asked, ServiceRep reply, HeldToken held, Occasion at) throws Refusal {
        ReplyDataPart part = seals.open(
                ReplyDataPart.FOR_SERVICE, reply.data(), held.sessionKey(), Binding.replyTo(asked), at.trace());
        skew.check(part.sentAt(), at);
        return part.data();
    }
}
