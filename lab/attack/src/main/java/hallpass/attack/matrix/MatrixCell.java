package hallpass.attack.matrix;

import hallpass.attack.Attack;
import hallpass.attack.Outcome;
import hallpass.attack.Verdict;
import hallpass.protocol.Guard;

/** The outcome of one attack in one realm. */
public record MatrixCell(Attack attack, GuardSet guardSet, Outcome outcome) {
    /** Whether the attack succeeded if and only if none of its guards is present. */
    public boolean agreesWithGuards() {
        boolean hasEffectiveGuard = attack.guards().stream().anyMatch(guardSet.guards()::contains);
        return outcome.verdict() == Verdict.NOT_TRIED || hasEffectiveGuard != isSuccess();
    }

    /** The outcome that the attack's description predicts, in the notation of {@link Defences}. */
    public String expectedOutcome() {
        if (guardSet.equals(GuardSet.HARDENED)) {
            return attack.description().defences().hardened();
        }
        if (guardSet.guards().isEmpty()) {
            return "succeeded";
        }
        Guard guard = guardSet.guards().iterator().next();
        return attack.testedGuards().contains(guard)
                ? attack.description().defences().expectedOutcome(guard)
                : "-";
    }

    /** Whether the outcome is exactly the expected one. */
    public boolean matchesExpectedOutcome() {
        String expected = expectedOutcome();
        String actual = outcome.summary();
        return expected.replace("31/41 ", "31 ").equals(actual)
                || expected.replace("31/41 ", "41 ").equals(actual);
    }

    public boolean isSuccess() {
        return outcome.verdict() == Verdict.SUCCEEDED;
    }

    /** Whether the attack was tried and did not succeed. */
    public boolean isStopped() {
        return outcome.verdict() == Verdict.REFUSED || outcome.verdict() == Verdict.NO_EFFECT;
    }
}
