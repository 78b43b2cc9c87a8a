package hallpass.attack.exercise;

import hallpass.audit.AuditReader;
import hallpass.audit.Line;
import hallpass.audit.Verification;
import hallpass.audit.Verification.Fault;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How far a student got, by what the servers' own audit logs tell.
 *
 * @param reached the lines that tell of each goal; none for one that was not reached
 * @param faults what is wrong with the logs: with any, they prove nothing
 */
public record Progress(Map<Goal, List<Line>> reached, List<Fault> faults) {
    /** As it is now. */
    public static Progress of(Exercise exercise, RealmFolder folder) throws RealmProblem {
        List<Fault> faults = new ArrayList<>();
        Verification.of(folder).forEach(result -> faults.addAll(result.faults()));
        List<Line> lines = new ArrayList<>();
        try (AuditReader reader = new AuditReader(folder)) {
            reader.read(new AuditReader.Reading() {
                @Override
                public void read(AuditReader.Shown shown) {
                    if (!shown.line().time().isBefore(exercise.opened())) {
                        lines.add(shown.line());
                    }
                }

                @Override
                public void unreadable(String place) {
                    // Among the faults.
                }
            });
        }
        Map<Goal, List<Line>> reached = new EnumMap<>(Goal.class);
        for (Goal goal : Goal.values()) {
            reached.put(goal, goal.evidence(lines, exercise));
        }
        return new Progress(reached, List.copyOf(faults));
    }

    public boolean isReached(Goal goal) {
        return !reached.getOrDefault(goal, List.of()).isEmpty();
    }

    public long count() {
        return reached.keySet().stream().filter(this::isReached).count();
    }
}
