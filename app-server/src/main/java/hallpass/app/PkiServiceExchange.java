package hallpass.app;

import hallpass.message.ErrorCode;
import hallpass.message.PkiServiceRep;
import hallpass.message.PkiServiceReq;
import hallpass.message.PrincipalName;
import hallpass.message.ServiceRepPart;
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

/** PKI service exchange: answers P7 of a client that has a session, on any connection, with P8. */
public final class PkiServiceExchange {
    private final Sealer sealer;
    private final SessionTable sessions;
    private final ClockSkew skew;
    private final ReplayCache replays;
    private final ResourceService resources;

    public PkiServiceExchange(
            Sealer sealer, SessionTable sessions, ClockSkew skew, ReplayCache replays, ResourceService resources) {
        this.sealer = sealer;
        this.sessions = sessions;
        this.skew = skew;
        this.replays = replays;
        this.resources = resources;
    }

    /**
     * @throws Refusal NO_SESSION, SESSION_EXPIRED, BAD_INTEGRITY, MODIFIED, SKEW or REPEAT, and
     *     those of the resource
     */
    public PkiServiceRep answer(PkiServiceReq request, ExchangeContext context) throws Refusal {
        context.recordField(AuditField.CLIENT, request.client());
        ClientSession session = session(request.client(), context);
        ServiceReqPart part = sealer.open(
                ServiceReqPart.FOR_PKI,
                request.request(),
                session.key(),
                AssociatedData.ofRequest(request),
                context.trace());
        skew.check(part.sentAt(), context);
        context.recordField(AuditField.RESOURCE, RequestWords.of(part.request()).first());
        // One transaction stores the replay record and what the resource changes.
        String data = replays.runOnce(
                request.request().ciphertext(),
                skew.latestAcceptance(part.sentAt()),
                () -> resources.serve(session.client(), part.request(), context.now()));
        context.recordAction(Action.RESOURCE_SERVED, session.client());
        ServiceRepPart reply = new ServiceRepPart(data, context.now());
        return new PkiServiceRep(sealer.seal(
                ServiceRepPart.FOR_PKI, reply, session.key(), AssociatedData.ofReplyTo(request), context.trace()));
    }

    private ClientSession session(PrincipalName client, ExchangeContext context) throws Refusal {
        ClientSession session = sessions.find(client)
                .orElseThrow(() -> new Refusal(ErrorCode.HP_ERR_NO_SESSION, client + " has not registered here"));
        context.check(
                Check.SESSION_EXPIRY,
                context.now(),
                session.expiresAt(),
                !session.isExpired(context.now()),
                ErrorCode.HP_ERR_SESSION_EXPIRED);
        return session;
    }
}
