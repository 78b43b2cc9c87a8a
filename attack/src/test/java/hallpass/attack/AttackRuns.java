package hallpass.attack;

import hallpass.attack.lab.Lab;
import hallpass.attack.lab.LabPlan;
import hallpass.attack.lab.SeededRandomness;
import hallpass.protocol.Guard;
import hallpass.trace.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Runs one attack in this JVM, in a realm of its own. */
final class AttackRuns {
    private AttackRuns() {}

    static Outcome outcome(Attack attack, Guard... guards) throws Exception {
        return outcome(attack, Tale.UNTOLD, guards);
    }

    static Outcome outcome(Attack attack, Tale tale, Guard... guards) throws Exception {
        LabPlan plan =
                LabPlan.inProcess(new SeededRandomness(1)).with(Set.of(guards)).with(attack.settings());
        try (Lab lab = Lab.make(plan)) {
            lab.serve(attack.servers());
            return attack.run(new Stage(lab, new Cast(0), tale));
        }
    }

    /** What it tells. */
    static List<String> told(Attack attack, Guard... guards) throws Exception {
        List<String> lines = new ArrayList<>();
        outcome(attack, new Tale(lines::add, Style.PLAIN), guards);
        return lines;
    }
}
