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
    public Outcome run(AttackContext attackContext) throws Exception {
        RequestReplay replay = RequestReplay.record(attackContext.user("alice"), attackContext);
        attackContext.narration().step("Two hours pass. The attacker sends the first request again.");
        Duration before = attackContext.lab().clockOffset();
        attackContext.advanceClocks(ROLLBACK);
        Outcome late = attackContext.attempt(() -> replay.send(attackContext));
        attackContext.narration().paragraph("The answer: " + late.summary() + ". " + late.evidence());

        attackContext
                .narration()
                .step("The attacker sets the service's clock back by two hours, and sends it once more.");
        attackContext.lab().setServerClockOffset(Party.SERVICE, before);
        Outcome outcome = attackContext.attemptAndNarrate(() -> replay.send(attackContext));
        attackContext.lab().setServerClockOffset(Party.SERVICE, before.plus(ROLLBACK));
        return outcome.code().isPresent() ? outcome : replay.outcome();
    }
}
