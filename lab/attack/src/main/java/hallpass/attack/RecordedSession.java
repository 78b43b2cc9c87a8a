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

/** The recorded messages P5, P6 and P7 of a session. */
public record RecordedSession(ClientRegistrationReq registration, ClientRegistrationRep reply, PkiServiceReq request) {
    /** The latest recorded session. */
    public static RecordedSession last(AttackContext context) {
        return new RecordedSession(
                context.lastMessage(MessageType.CLIENT_REGISTRATION_REQ, ClientRegistrationReq.class),
                context.lastMessage(MessageType.CLIENT_REGISTRATION_REP, ClientRegistrationRep.class),
                context.lastMessage(MessageType.PKI_SERVICE_REQ, PkiServiceReq.class));
    }

    /** Uses a known K_tmp2 to decrypt the session, continue it, and read its owner's note. */
    public Outcome hijack(SymmetricKey temporaryKey, SecretNote note, AttackContext context)
            throws Refusal, ClientException {
        Narration narration = context.narration();
        CachedSession session = openSession(temporaryKey, context);
        narration.paragraph("K_tmp2 decrypts P6, which holds K_sess. K_sess decrypts P7:");
        narration.verbatim(List.of(requestText(session, context)));
        narration.step("The session is still valid. The attacker sends a request in it.");
        return note.outcomeOf(
                "the application server", new PkiClient(context.settings()).request(session, SecretNote.READ_REQUEST));
    }

    private CachedSession openSession(SymmetricKey temporaryKey, AttackContext context) throws Refusal {
        ClientRegistrationRepPart part = context.sealer()
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
        return context.sealer()
                .open(
                        ServiceReqPart.FOR_PKI,
                        request.request(),
                        session.sessionKey(),
                        AssociatedData.ofRequest(request),
                        Trace.NONE)
                .request();
    }
}
