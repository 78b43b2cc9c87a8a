package hallpass.cli.lab;

import hallpass.attack.Attack;
import hallpass.attack.Outcome;
import hallpass.attack.Verdict;
import hallpass.message.ErrorCode;
import hallpass.protocol.Guard;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Remarks about a realm's guards, printed before and after an attack's own narration. */
record GuardRemarks(Attack attack, Set<Guard> guards) {
    /** Whether the realm has a guard that stops the attack. */
    boolean isGuarded() {
        return attack.guards().stream().anyMatch(guards::contains);
    }

    List<String> beforeRun() {
        return isGuarded()
                ? List.of("The steps describe the attack in a realm without guards. In this realm one of them "
                        + "will fail.")
                : List.of();
    }

    List<String> afterRun(Outcome outcome) {
        List<String> remarks = new ArrayList<>();
        if (!guards.isEmpty() && !isGuarded() && outcome.verdict() == Verdict.SUCCEEDED) {
            remarks.add(
                    attack.guards().isEmpty()
                            ? "No guard stops this attack."
                            : "This realm's guards do not stop this attack. These do: " + AttackText.guards(attack)
                                    + ".");
        }
        if (outcome.code().equals(Optional.of(ErrorCode.HP_ERR_NOT_ACCEPTED))) {
            remarks.add("With uniform-errors the sender gets the same code for every reason. The actual "
                    + "reason is in the server's trace and in its audit log.");
        }
        return remarks;
    }
}
