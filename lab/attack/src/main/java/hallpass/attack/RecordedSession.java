package hallpass.attack;

import hallpass.client.ClientException;
import hallpass.client.PkiClient;
import hallpass.client.credential.CachedSession;
import hallpass.crypto.SymmetricKey;
import hallpass.message.ClientRegistrationRep;
import hallpass.message.ClientRegistrationRepPart;
import hallpass.message.ClientRegistrationReq;
import hallpass.message.MessageType;
import hallpass.message.PkiServiceReq;
import hallpass.message.ServiceReqPart;
import hallpass.protocol.AssociatedData;
import hallpass.protocol.Refusal;
import hallpass.trace.Trace;
import java.util.List;

/** Somebody's visit to the certificate door, as it was recorded: P5, P6, P7. */
public record RecordedSession(ClientRegistrationReq registration, ClientRegistrationRep reply, PkiServiceReq request) {
    /** The newest. */
    public static RecordedSession last(AttackContext context) {
        return new RecordedSession(
                context.lastMessage(MessageType.CLIENT_REGISTRATION_REQ, ClientRegistrationReq.class),
                context.lastMessage(MessageType.CLIENT_REGISTRATION_REP, ClientRegistrationRep.class),
                context.lastMessage(MessageType.PKI_SERVICE_REQ, PkiServiceReq.class));
    }

    /** What somebody with K_tmp2 has of it: the session, all that was said in it, and the owner's note. */
    public Outcome hijack(SymmetricKey temporaryKey, SecretNote note, AttackContext context)
            throws Refusal, ClientException {
        CachedSession session = openSession(temporaryKey, context);
        context.narration().paragraph("P6 opens with K_tmp2, and gives K_sess. P7 opens with K_sess:");
        context.narration().verbatim(List.of(requestText(session, context)));
        context.narration().step("The session is not over yet. The attacker asks in it.");
        return note.outcomeOf(
                "the application server",
                new PkiClient(context.settings()).request(session, SecretNote.READ_REQUEST));
    }

    private CachedSession openSession(SymmetricKey temporaryKey, AttackContext context) throws Refusal {
        ClientRegistrationRepPart part = context
                .sealer()
                .open(
                        ClientRegistrationRepPart.PART,
                        reply.encPart(),
                        temporaryKey,
                        AssociatedData.ofReplyTo(registration),
                        Trace.NONE);
        return new CachedSession(
                part.client(), context.config().serverName(), part.sessionKey(), part.sentAt(), part.lifetime());
    }

    private String requestText(CachedSession session, AttackContext context) throws Refusal {
        return context
                .sealer()
                .open(
                        ServiceReqPart.FOR_PKI,
                        request.request(),
                        session.sessionKey(),
                        AssociatedData.ofRequest(request),
                        Trace.NONE)
                .request();
    }
}
