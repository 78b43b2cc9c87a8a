package hallpass.attack.catalogue;

import hallpass.attack.Attack;
import hallpass.attack.Card;
import hallpass.attack.Outcome;
import hallpass.attack.Replay;
import hallpass.attack.Sources;
import hallpass.attack.Stage;
import hallpass.protocol.Guard;
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
        Replay replay = Replay.recorded(stage.person("alice"), stage);
        stage.pass(later);

        stage.tale().step("The attacker sends both again, as they are.");
        Outcome outcome = stage.attemptAndTell(() -> replay.send(stage));
        return outcome.code().isPresent() ? outcome : replay.outcome();
    }
}
