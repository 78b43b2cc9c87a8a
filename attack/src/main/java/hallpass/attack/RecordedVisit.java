package hallpass.attack;

import hallpass.client.Failure;
import hallpass.client.PkiClient;
import hallpass.client.credential.HeldSession;
import hallpass.crypto.SymmetricKey;
import hallpass.message.ClientRegistrationRep;
import hallpass.message.ClientRegistrationReq;
import hallpass.message.MessageType;
import hallpass.message.PkiServiceReq;
import hallpass.message.RequestPart;
import hallpass.message.SessionPart;
import hallpass.protocol.Binding;
import hallpass.protocol.Refusal;
import hallpass.trace.Trace;
import java.util.List;

/** Somebody's visit to the certificate door, as it was recorded: P5, P6, P7. */
public record RecordedVisit(ClientRegistrationReq registration, ClientRegistrationRep reply, PkiServiceReq request) {
    /** The newest. */
    public static RecordedVisit last(Stage stage) {
        return new RecordedVisit(
                stage.last(MessageType.CLIENT_REGISTRATION_REQ, ClientRegistrationReq.class),
                stage.last(MessageType.CLIENT_REGISTRATION_REP, ClientRegistrationRep.class),
                stage.last(MessageType.PKI_SERVICE_REQ, PkiServiceReq.class));
    }

    /** What somebody with K_tmp2 has of it: the session, all that was said in it, and the owner's note. */
    public Outcome misuse(SymmetricKey temporaryKey, Note note, Stage stage) throws Refusal, Failure {
        HeldSession session = session(temporaryKey, stage);
        stage.tale().say("P6 opens with K_tmp2, and gives K_sess. P7 opens with K_sess:");
        stage.tale().show(List.of(said(session, stage)));
        stage.tale().step("The session is not over yet. The attacker asks in it.");
        return note.outcome("the application server", new PkiClient(stage.setting()).request(session, Note.WANTED));
    }

    private HeldSession session(SymmetricKey temporaryKey, Stage stage) throws Refusal {
        SessionPart part = stage.seals()
                .open(SessionPart.PART, reply.session(), temporaryKey, Binding.replyTo(registration), Trace.NONE);
        return new HeldSession(
                part.client(), stage.config().serverName(), part.sessionKey(), part.sentAt(), part.lifetime());
    }

    private String said(HeldSession session, Stage stage) throws Refusal {
        return stage.seals()
                .open(RequestPart.FOR_PKI, request.request(), session.sessionKey(), Binding.in(request), Trace.NONE)
                .request();
    }
}
