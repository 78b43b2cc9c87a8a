package hallpass.attack.matrix;

import hallpass.attack.Attack;
import hallpass.attack.Outcome;
import hallpass.attack.Verdict;

/** One attack on one realm. */
public record MatrixCell(Attack attack, GuardSet guardSet, Outcome outcome) {
    /** Whether it is what the attack itself says of its guards. */
    public boolean isExpected() {
        boolean hasEffectiveGuard = attack.guards().stream().anyMatch(guardSet.guards()::contains);
        return outcome.verdict() == Verdict.NOT_TRIED || hasEffectiveGuard != isSuccess();
    }

    public boolean isSuccess() {
        return outcome.verdict() == Verdict.SUCCEEDED;
    }

    /** Whether trying was of any use, and the attack did not succeed. */
    public boolean isStopped() {
        return outcome.verdict() == Verdict.REFUSED || outcome.verdict() == Verdict.NO_EFFECT;
    }
}
