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

/** What an attack's own tale does not say of the guards of a realm. */
record GuardRemarks(Attack attack, Set<Guard> guards) {
    /** Whether one of them stops it. */
    boolean isGuarded() {
        return attack.guards().stream().anyMatch(guards::contains);
    }

    List<String> beforeRun() {
        return isGuarded()
                ? List.of(
                        "The steps are told as in a classic realm: what the attacker does, and hopes for. One of them "
                                + "fails here.")
                : List.of();
    }

    List<String> afterRun(Outcome outcome) {
        List<String> remarks = new ArrayList<>();
        if (!guards.isEmpty() && !isGuarded() && outcome.verdict() == Verdict.SUCCEEDED) {
            remarks.add(
                    attack.guards().isEmpty()
                            ? "No guard stops this attack."
                            : "This realm's guards are for other attacks. What stops this one: "
                                    + AttackText.guards(attack) + ".");
        }
        if (outcome.code().equals(Optional.of(ErrorCode.HP_ERR_NOT_ACCEPTED))) {
            remarks.add("With uniform-errors the sender hears this for every reason. The true one is in the server's "
                    + "story, and in its audit log.");
        }
        return remarks;
    }
}
