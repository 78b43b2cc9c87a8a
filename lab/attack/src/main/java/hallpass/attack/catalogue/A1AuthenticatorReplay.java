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

/** Sends a recorded AP-REQ and service request again. */
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
                "An authenticator holds the sender's name and a time; the service allows a few "
                        + "minutes of clock skew. Within the skew, anyone who recorded K5 and K7 can send them "
                        + "again on another connection, and the service executes the request again. No key is "
                        + "needed.",
                List.of("observe a connection to the service", "send from the victim's address, within the clock skew"),
                List.of(References.BELLOVIN_MERRITT, "RFC 4120, section 3.2.3: the replay cache"),
                Defences.of(Guard.REPLAY_CACHE, "34 service").hardened("34 service"));
    }

    @Override
    public List<NegativeControl> negativeControls() {
        return List.of(new NegativeControl(
                "ten minutes later: the time is outside the clock skew",
                new A1AuthenticatorReplay(Duration.ofMinutes(10)),
                "37 service"));
    }

    @Override
    public Outcome run(AttackContext context) throws Exception {
        RequestReplay replay = RequestReplay.record(context.user("alice"), context);
        context.advanceClocks(delay);

        context.narration().step("The attacker sends both messages again, unchanged.");
        Outcome outcome = context.attemptAndNarrate(() -> replay.send(context));
        return outcome.code().isPresent() ? outcome : replay.outcome();
    }
}
