package hallpass.app;

import hallpass.message.ErrorCode;
import hallpass.message.PkiServiceRep;
import hallpass.message.PkiServiceReq;
import hallpass.message.PrincipalName;
import hallpass.message.ReplyDataPart;
import hallpass.message.RequestPart;
import hallpass.protocol.Binding;
import hallpass.protocol.ClockSkew;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;
import hallpass.protocol.ReplayCache;
import hallpass.protocol.Seals;
import hallpass.trace.Comparison;
import hallpass.trace.Deed;
import hallpass.trace.Fact;

/** Serves a client that has a session, on whatever connection it comes: P7 in, P8 out. */
public final class PkiServiceExchange {
    private final Seals seals;
    private final Sessions sessions;
    private final ClockSkew skew;
    private final ReplayCache replays;
    private final Desk desk;

    public PkiServiceExchange(Seals seals, Sessions sessions, ClockSkew skew, ReplayCache replays, Desk desk) {
        this.seals = seals;
        this.sessions = sessions;
        this.skew = skew;
        this.replays = replays;
        this.desk = desk;
    }

    /**
     * @throws Refusal NO_SESSION, SESSION_EXPIRED, BAD_INTEGRITY, MODIFIED, SKEW or REPEAT, and those of the desk
     */
    public PkiServiceRep answer(PkiServiceReq request, Occasion at) throws Refusal {
        at.about(Fact.CLIENT, request.client());
        Session session = session(request.client(), at);
        RequestPart part =
                seals.open(RequestPart.FOR_PKI, request.request(), session.key(), Binding.in(request), at.trace());
        skew.check(part.sentAt(), at);
        at.about(Fact.RESOURCE, Words.of(part.request()).first());
        // What the desk stores and that this was asked are durable together.
        String data = replays.once(
                request.request().ciphertext(),
                skew.lastUse(part.sentAt()),
                () -> desk.serve(session.client(), part.request(), at.now()));
        at.done(Deed.RESOURCE_SERVED, session.client());
        ReplyDataPart reply = new ReplyDataPart(data, at.now());
        return new PkiServiceRep(
                seals.seal(ReplyDataPart.FOR_PKI, reply, session.key(), Binding.replyTo(request), at.trace()));
    }

    private Session session(PrincipalName client, Occasion at) throws Refusal {
        Session session = sessions.find(client)
                .orElseThrow(() -> new Refusal(ErrorCode.HP_ERR_NO_SESSION, client + " has not registered here"));
        at.compare(
                Comparison.SESSION_EXPIRY,
                at.now(),
                session.until(),
                !session.isOver(at.now()),
                ErrorCode.HP_ERR_SESSION_EXPIRED);
        return session;
    }
}
