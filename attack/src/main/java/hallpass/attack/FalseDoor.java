package hallpass.attack;

import hallpass.app.ClientRegistrationExchange;
import hallpass.app.Desk;
import hallpass.app.PkiServiceExchange;
import hallpass.app.ServerIdentity;
import hallpass.app.Sessions;
import hallpass.message.CertificateRep;
import hallpass.message.CertificateReq;
import hallpass.message.ClientRegistrationReq;
import hallpass.message.ErrorCode;
import hallpass.message.Message;
import hallpass.message.PkiServiceReq;
import hallpass.pki.ClientCheck;
import hallpass.pki.PkiProfile;
import hallpass.pki.RsaKeys;
import hallpass.protocol.Conversation;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;
import hallpass.protocol.ReplayCache;
import hallpass.protocol.Transcript;
import hallpass.trace.Party;
import java.util.List;

/** A certificate door of the attacker's own, built of the application server's code, that gives out a false memo. */
public final class FalseDoor implements Conversation {
    /** What no honest server says. */
    public static final String MEMO = "no class this morning; go home";

    private final Shown shown;
    private final ServerIdentity opener;
    private final ClientRegistrationExchange registration;
    private final PkiServiceExchange service;
    private volatile Transcript said = Transcript.START;

    /** What P4 says. */
    public interface Shown {
        CertificateRep at(Occasion at);
    }

    /** One that shows what it is. */
    public static FalseDoor of(ServerIdentity self, Stage stage) {
        return new FalseDoor(
                at -> new CertificateRep(RsaKeys.encode(self.publicKey()), self.certificate(), at.now()), self, stage);
    }

    /** @param opener whose private key opens what clients seal to the key that P4 shows */
    public FalseDoor(Shown shown, ServerIdentity opener, Stage stage) {
        Sessions sessions = new Sessions(Sessions.DEFAULT_LIMIT);
        Desk desk = (client, request, now) -> MEMO;
        this.shown = shown;
        this.opener = opener;
        this.registration = new ClientRegistrationExchange(
                stage.seals(),
                stage.lab().randomness(),
                sessions,
                new ClientRegistrationExchange.Policy(
                        stage.config().clockSkew(),
                        stage.config().sessionLifetime(),
                        ReplayCache.OFF,
                        ClientCheck.ANYBODY,
                        new PkiProfile(stage.config().profile()).serverProof()));
        this.service =
                new PkiServiceExchange(stage.seals(), sessions, stage.config().clockSkew(), ReplayCache.OFF, desk);
    }

    @Override
    public Message answer(Message request, Occasion at) throws Refusal {
        if (request instanceof CertificateReq) {
            CertificateRep reply = shown.at(at);
            said = Transcript.START.then(request).then(reply);
            return reply;
        } else if (request instanceof ClientRegistrationReq req) {
            return registration.answer(req, List.of(opener), said, at);
        } else if (request instanceof PkiServiceReq req) {
            return service.answer(req, at);
        }
        throw new Refusal(ErrorCode.KRB_AP_ERR_MSG_TYPE, "the attacker knows no answer");
    }

    /** Has the victim register and ask for the memo, with this door where the server should be. */
    public Outcome tryOnVictim(Stage stage) throws Exception {
        return stage.attempt(new Impostor(Party.APP, this, stage), () -> {
            String memo =
                    stage.registrant(stage.config().pkiClientName().text()).ask("memo");
            return memo.equals(MEMO)
                    ? Outcome.succeeded("the victim believes the attacker's memo: " + memo)
                    : Outcome.nothing("the victim reads the server's own memo");
        });
    }
}
