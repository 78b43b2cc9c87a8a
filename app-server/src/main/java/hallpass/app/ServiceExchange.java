package hallpass.app;

import hallpass.message.ErrorCode;
import hallpass.message.ServiceRep;
import hallpass.message.ServiceRepPart;
import hallpass.message.ServiceReq;
import hallpass.message.ServiceReqPart;
import hallpass.protocol.AssociatedData;
import hallpass.protocol.ClockSkew;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Refusal;
import hallpass.protocol.ReplayCache;
import hallpass.protocol.Sealer;
import hallpass.trace.Action;
import hallpass.trace.AuditField;
import hallpass.trace.Check;

/** Service exchange: answers K7 of an authenticated client with K8. */
public final class ServiceExchange {
    private final Sealer sealer;
    private final ClockSkew skew;
    private final ReplayCache replays;
    private final ResourceService resources;

    public ServiceExchange(Sealer sealer, ClockSkew skew, ReplayCache replays, ResourceService resources) {
        this.sealer = sealer;
        this.skew = skew;
        this.replays = replays;
        this.resources = resources;
    }

    /**
     * @throws Refusal TKT_EXPIRED, BAD_INTEGRITY, MODIFIED, SKEW or REPEAT; those of the resource
     */
    public ServiceRep answer(ServiceReq request, AuthenticatedClient client, ExchangeContext context) throws Refusal {
        context.recordField(AuditField.CLIENT, client.client());
        // The connection may outlive the token that opened it.
        context.check(
                Check.EXPIRY_NOW,
                context.now(),
                client.expiresAt(),
                context.now().isBefore(client.expiresAt()),
                ErrorCode.KRB_AP_ERR_TKT_EXPIRED);
        ServiceReqPart part = sealer.open(
                ServiceReqPart.FOR_SERVICE,
                request.request(),
                client.sessionKey(),
                AssociatedData.ofRequest(request),
                context.trace());
        skew.check(part.sentAt(), context);
        context.recordField(AuditField.RESOURCE, RequestWords.of(part.request()).first());
        // One transaction stores the replay record and what the resource changes.
        String data = replays.runOnce(
                request.request().ciphertext(),
                skew.latestAcceptance(part.sentAt()),
                () -> resources.serve(client.client(), part.request(), context.now()));
        context.recordAction(Action.RESOURCE_SERVED, client.client());
        ServiceRepPart reply = new ServiceRepPart(data, context.now());
        return new ServiceRep(sealer.seal(
                ServiceRepPart.FOR_SERVICE,
                reply,
                client.sessionKey(),
                AssociatedData.ofReplyTo(request),
                context.trace()));
    }
}
