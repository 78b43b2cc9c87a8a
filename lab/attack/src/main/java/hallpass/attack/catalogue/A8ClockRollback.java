package hallpass.attack.catalogue;

import hallpass.attack.Attack;
import hallpass.attack.AttackContext;
import hallpass.attack.AttackDescription;
import hallpass.attack.Defences;
import hallpass.attack.Narration;
import hallpass.attack.Outcome;
import hallpass.attack.References;
import hallpass.attack.RequestReplay;
import hallpass.message.Party;
import hallpass.protocol.Guard;
import java.time.Duration;
import java.util.List;

/** Sets the service's clock back so that old requests are valid again. */
public final class A8ClockRollback implements Attack {
    private static final Duration ROLLBACK = Duration.ofHours(2);

    @Override
    public AttackDescription description() {
        return new AttackDescription(
                "A8",
                "clock rollback",
                "Whether an old authenticator is refused depends only on the service's clock, and "
                        + "clocks are set over networks that an attacker may control. With its clock two hours "
                        + "back, the service accepts requests from two hours ago.",
                List.of("observe a connection to the service", "set the service's clock"),
                List.of(References.BELLOVIN_MERRITT, References.RFC_4120_10),
                Defences.of(Guard.REPLAY_CACHE, "34 service").hardened("34 service"));
    }

    @Override
    public List<String> remarks() {
        return List.of("The replay cache must survive a restart, and an entry may be dropped only when its "
                + "authenticator is too old for good.");
    }

    @Override
    public boolean needsOwnRealm() {
        return true;
    }

    @Override
    public Outcome run(AttackContext context) throws Exception {
        Narration narration = context.narration();
        RequestReplay replay = RequestReplay.record(context.user("alice"), context);
        narration.step("Two hours pass. The attacker sends the recorded request again.");
        Duration before = context.lab().clockOffset();
        context.advanceClocks(ROLLBACK);
        Outcome late = context.attempt(() -> replay.send(context));
        narration.paragraph("The result: " + late.summary() + ". " + late.evidence());

        narration.step("The attacker sets the service's clock back two hours and sends the request once more.");
        context.lab().setServerClockOffset(Party.SERVICE, before);
        Outcome outcome = context.attemptAndNarrate(() -> replay.send(context));
        context.lab().setServerClockOffset(Party.SERVICE, before.plus(ROLLBACK));
        return outcome.code().isPresent() ? outcome : replay.outcome();
    }
}
