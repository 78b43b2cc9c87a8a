package hallpass.app;

import hallpass.message.ErrorCode;
import hallpass.message.ReplyDataPart;
import hallpass.message.RequestPart;
import hallpass.message.ServiceRep;
import hallpass.message.ServiceReq;
import hallpass.protocol.Binding;
import hallpass.protocol.ClockSkew;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;
import hallpass.protocol.ReplayCache;
import hallpass.protocol.Seals;
import hallpass.trace.Comparison;
import hallpass.trace.Deed;
import hallpass.trace.Fact;

/** Serves a client that is already let in: K7 in, K8 out. */
public final class ServiceExchange {
    private final Seals seals;
    private final ClockSkew skew;
    private final ReplayCache replays;
    private final Desk desk;

    public ServiceExchange(Seals seals, ClockSkew skew, ReplayCache replays, Desk desk) {
        this.seals = seals;
        this.skew = skew;
        this.replays = replays;
        this.desk = desk;
    }

    /**
     * @throws Refusal TKT_EXPIRED, BAD_INTEGRITY, MODIFIED, SKEW or REPEAT, and those of the desk
     */
    public ServiceRep answer(ServiceReq request, Admitted admitted, Occasion at) throws Refusal {
        at.about(Fact.CLIENT, admitted.client());
        // A connection may outlast the token that opened it.
        at.compare(
                Comparison.EXPIRY_NOW,
                at.now(),
                admitted.until(),
                at.now().isBefore(admitted.until()),
                ErrorCode.KRB_AP_ERR_TKT_EXPIRED);
        RequestPart part = seals.open(
                RequestPart.FOR_SERVICE, request.request(), admitted.sessionKey(), Binding.in(request), at.trace());
        skew.check(part.sentAt(), at);
        at.about(Fact.RESOURCE, Words.of(part.request()).first());
        // What the desk stores and that this was asked are durable together.
        String data = replays.once(
                request.request().ciphertext(),
                skew.lastUse(part.sentAt()),
                () -> desk.serve(admitted.client(), part.request(), at.now()));
        at.done(Deed.RESOURCE_SERVED, admitted.client());
        ReplyDataPart reply = new ReplyDataPart(data, at.now());
        return new ServiceRep(seals.seal(
                ReplyDataPart.FOR_SERVICE, reply, admitted.sessionKey(), Binding.replyTo(request), at.trace()));
    }
}
