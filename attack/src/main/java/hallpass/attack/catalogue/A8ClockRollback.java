package hallpass.attack.catalogue;

import hallpass.attack.Attack;
import hallpass.attack.Card;
import hallpass.attack.Outcome;
import hallpass.attack.Replay;
import hallpass.attack.Sources;
import hallpass.attack.Stage;
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
        Replay replay = Replay.recorded(stage.person("alice"), stage);
        stage.tale().step("Two hours pass. The attacker sends the first request again.");
        Duration before = stage.lab().ahead();
        stage.pass(LONG);
        Outcome late = stage.attempt(() -> replay.send(stage));
        stage.tale().say("The answer: " + late.cell() + ". " + late.evidence());

        stage.tale().step("The attacker sets the service's clock back by two hours, and sends it once more.");
        stage.lab().setClock(Party.SERVICE, before);
        Outcome outcome = stage.attemptAndTell(() -> replay.send(stage));
        stage.lab().setClock(Party.SERVICE, before.plus(LONG));
        return outcome.code().isPresent() ? outcome : replay.outcome();
    }
}
