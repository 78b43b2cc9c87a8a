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

/** Who sets a service's clock back makes old requests new. */
public final class A8ClockRollback implements Attack {
    private static final Duration LONG = Duration.ofHours(2);

    @Override
    public Card card() {
        return new Card(
                "A8",
                "clock rollback",
                "That an old authenticator is refused hangs on the service's clock alone, and clocks are set over "
                        + "networks that the attacker is on. Set back by two hours, the service takes what it took two "
                        + "hours ago.",
                List.of("to hear a connection to the service", "to set the service's clock"),
                List.of(Sources.BELLOVIN_MERRITT, Sources.RFC_4120_10),
                Set.of(Guard.REPLAY_CACHE));
    }

    @Override
    public List<String> remarks() {
        return List.of("The cache must outlast a restart, and what it forgot must stay too old to be accepted.");
    }

    @Override
    public boolean spoilsItsRealm() {
        return true;
    }

    @Override
    public Outcome run(Stage stage) throws Exception {
        Person victim = stage.person("alice");
        HeldToken token = victim.token(victim.login());
        stage.tale().step("alice notes that the gate is open, and then that it is shut. The attacker listens.");
        victim.client().request(token, "notes put gate open");
        ApReq admission = stage.last(MessageType.AP_REQ, ApReq.class);
        ServiceReq request = stage.last(MessageType.SERVICE_REQ, ServiceReq.class);
        victim.client().request(token, "notes put gate shut");
        stage.tale().step("Two hours pass. The attacker sends the first request again.");
        Duration before = stage.lab().ahead();
        stage.pass(LONG);
        Outcome late = stage.attempt(() -> replay(admission, request, stage));
        stage.tale().say("The answer: " + late.cell() + ".");

        stage.tale().step("The attacker sets the service's clock back by two hours, and sends it once more.");
        stage.lab().setClock(Party.SERVICE, before);
        stage.forgetWhatServersSaw();
        Outcome outcome = stage.attempt(() -> replay(admission, request, stage));
        stage.tellWhatServersSaw();
        stage.lab().setClock(Party.SERVICE, before.plus(LONG));
        if (outcome.code().isPresent()) {
            return outcome;
        }
        String gate = victim.client().request(token, "notes get gate");
        return gate.equals("open")
                ? Outcome.succeeded("alice shut the gate, and her note says \"open\" again")
                : Outcome.nothing("the gate stays shut");
    }

    private static Outcome replay(ApReq admission, ServiceReq request, Stage stage) throws Exception {
        try (Line line = stage.line(Party.SERVICE)) {
            line.ask(admission, ApRep.class);
            line.ask(request, ServiceRep.class);
            return Outcome.nothing("it is answered");
        }
    }
}
