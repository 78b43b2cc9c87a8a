package hallpass.attack.matrix;

import hallpass.attack.Attack;
import hallpass.attack.Outcome;
import hallpass.attack.Verdict;

/** One attack on one realm. */
public record Cell(Attack attack, GuardSet set, Outcome outcome) {
    /** Whether it is what the attack itself says of its guards. */
    public boolean isAsItShouldBe() {
        boolean guarded = attack.guards().stream().anyMatch(set.guards()::contains);
        return outcome.verdict() == Verdict.NOT_TRIED || guarded != isSuccess();
    }

    public boolean isSuccess() {
        return outcome.verdict() == Verdict.SUCCEEDED;
    }

    /** Whether trying was of any use, and the attack did not succeed. */
    public boolean isStopped() {
        return outcome.verdict() == Verdict.REFUSED || outcome.verdict() == Verdict.NOTHING;
    }
}
