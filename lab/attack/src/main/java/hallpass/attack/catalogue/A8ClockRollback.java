package hallpass.attack.catalogue;

import hallpass.attack.Attack;
import hallpass.attack.AttackContext;
import hallpass.attack.AttackDescription;
import hallpass.attack.Defences;
import hallpass.attack.Outcome;
import hallpass.attack.References;
import hallpass.attack.RequestReplay;
import hallpass.message.Party;
import hallpass.protocol.Guard;
import java.time.Duration;
import java.util.List;

/** Who sets a service's clock back makes old requests new. */
public final class A8ClockRollback implements Attack {
    private static final Duration ROLLBACK = Duration.ofHours(2);

    @Override
    public AttackDescription description() {
        return new AttackDescription(
                "A8",
                "clock rollback",
                "That an old authenticator is refused hangs on the service's clock alone, and clocks are set over "
                        + "networks that the attacker is on. Set back by two hours, the service takes what it took two "
                        + "hours ago.",
                List.of("to hear a connection to the service", "to set the service's clock"),
                List.of(References.BELLOVIN_MERRITT, References.RFC_4120_10),
                Defences.of(Guard.REPLAY_CACHE, "34 service").hardened("34 service"));
    }

    @Override
    public List<String> remarks() {
        return List.of("The cache must outlast a restart, and what it forgot must stay too old to be accepted.");
    }

    @Override
    public boolean needsOwnRealm() {
        return true;
    }

    @Override
    public Outcome run(AttackContext context) throws Exception {
        RequestReplay replay = RequestReplay.record(context.user("alice"), context);
        context.narration().step("Two hours pass. The attacker sends the first request again.");
        Duration before = context.lab().clockOffset();
        context.advanceClocks(ROLLBACK);
        Outcome late = context.attempt(() -> replay.send(context));
        context.narration().paragraph("The answer: " + late.summary() + ". " + late.evidence());

        context
                .narration()
                .step("The attacker sets the service's clock back by two hours, and sends it once more.");
        context.lab().setServerClockOffset(Party.SERVICE, before);
        Outcome outcome = context.attemptAndNarrate(() -> replay.send(context));
        context.lab().setServerClockOffset(Party.SERVICE, before.plus(ROLLBACK));
        return outcome.code().isPresent() ? outcome : replay.outcome();
    }
}
