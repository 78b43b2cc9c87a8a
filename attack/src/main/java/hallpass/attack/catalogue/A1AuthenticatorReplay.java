package hallpass.attack.catalogue;

import hallpass.attack.Attack;
import hallpass.attack.Card;
import hallpass.attack.Line;
import hallpass.attack.Outcome;
import hallpass.attack.Person;
import hallpass.attack.Sources;
import hallpass.attack.Stage;
import hallpass.client.credential.HeldToken;
import hallpass.message.ApRep;
import hallpass.message.ApReq;
import hallpass.message.MessageType;
import hallpass.message.ServiceRep;
import hallpass.message.ServiceReq;
import hallpass.protocol.Guard;
import hallpass.trace.Party;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What was said to the service is said again. */
public final class A1AuthenticatorReplay implements Attack {
    private final Duration later;

    public A1AuthenticatorReplay() {
        this(Duration.ZERO);
    }

    private A1AuthenticatorReplay(Duration later) {
        this.later = later;
    }

    @Override
    public Card card() {
        return new Card(
                "A1",
                "authenticator replay",
                "An authenticator says who sends, and when; a few minutes are allowed for clocks that differ. As long "
                        + "as these last, whoever recorded K5 and K7 can send them again, on a connection of their "
                        + "own, and the service does what it did before. No key is needed.",
                List.of("to hear a connection to the service", "to send from the victim's address, within the skew"),
                List.of(Sources.BELLOVIN_MERRITT, "RFC 4120, section 3.2.3: the replay cache"),
                Set.of(Guard.REPLAY_CACHE));
    }

    @Override
    public List<Control> controls() {
        return List.of(new Control(
                "ten minutes later: the skew that is allowed is over",
                new A1AuthenticatorReplay(Duration.ofMinutes(10)),
                "37 service"));
    }

    @Override
    public Outcome run(Stage stage) throws Exception {
        Person victim = stage.person("alice");
        HeldToken token = victim.token(victim.login());
        stage.tale().step("alice notes that the gate is open. The attacker records K5 and K7.");
        victim.client().request(token, "notes put gate open");
        ApReq admission = stage.last(MessageType.AP_REQ, ApReq.class);
        ServiceReq request = stage.last(MessageType.SERVICE_REQ, ServiceReq.class);
        stage.tale().step("alice notes that it is shut.");
        victim.client().request(token, "notes put gate shut");
        stage.pass(later);

        stage.tale().step("The attacker sends both again, as they are.");
        stage.forgetWhatServersSaw();
        Outcome outcome = stage.attempt(() -> {
            try (Line line = stage.line(Party.SERVICE)) {
                line.ask(admission, ApRep.class);
                line.ask(request, ServiceRep.class);
            }
            String gate = victim.client().request(token, "notes get gate");
            return gate.equals("open")
                    ? Outcome.succeeded("alice shut the gate, and her note says \"open\" again")
                    : Outcome.nothing("the gate stays shut");
        });
        stage.tellWhatServersSaw();
        return outcome;
    }
}
