package hallpass.attack.catalogue;

import hallpass.attack.Attack;
import hallpass.attack.AttackContext;
import hallpass.attack.AttackDescription;
import hallpass.attack.Defences;
import hallpass.attack.Outcome;
import hallpass.attack.References;
import hallpass.attack.RequestReplay;
import hallpass.protocol.Guard;
import java.time.Duration;
import java.util.List;

/** What was said to the service is said again. */
public final class A1AuthenticatorReplay implements Attack {
    private final Duration delay;

    public A1AuthenticatorReplay() {
        this(Duration.ZERO);
    }

    private A1AuthenticatorReplay(Duration delay) {
        this.delay = delay;
    }

    @Override
    public AttackDescription description() {
        return new AttackDescription(
                "A1",
                "authenticator replay",
                "An authenticator says who sends, and when; a few minutes are allowed for clocks that differ. As long "
                        + "as these last, whoever recorded K5 and K7 can send them again, on a connection of their "
                        + "own, and the service does what it did before. No key is needed.",
                List.of("to hear a connection to the service", "to send from the victim's address, within the skew"),
                List.of(References.BELLOVIN_MERRITT, "RFC 4120, section 3.2.3: the replay cache"),
                Defences.of(Guard.REPLAY_CACHE, "34 service").hardened("34 service"));
    }

    @Override
    public List<NegativeControl> negativeControls() {
        return List.of(new NegativeControl(
                "ten minutes later: the skew that is allowed is over",
                new A1AuthenticatorReplay(Duration.ofMinutes(10)),
                "37 service"));
    }

    @Override
    public Outcome run(AttackContext context) throws Exception {
        RequestReplay replay = RequestReplay.record(context.user("alice"), context);
        context.advanceClocks(delay);

        context.narration().step("The attacker sends both again, as they are.");
        Outcome outcome = context.attemptAndNarrate(() -> replay.send(context));
        return outcome.code().isPresent() ? outcome : replay.outcome();
    }
}
