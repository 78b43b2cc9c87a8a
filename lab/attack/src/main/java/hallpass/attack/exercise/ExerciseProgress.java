package hallpass.attack.exercise;

import hallpass.audit.AuditLine;
import hallpass.audit.AuditLogVerifier;
import hallpass.audit.AuditLogVerifier.LogFault;
import hallpass.audit.AuditReader;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A student's progress, as the servers' audit logs show it.
 *
 * @param evidence the audit records that prove each goal; an empty list for a goal not reached
 * @param faults damage to the logs; a damaged log proves nothing
 */
public record ExerciseProgress(Map<Goal, List<AuditLine>> evidence, List<LogFault> faults) {
    /** Reads the current progress. */
    public static ExerciseProgress of(Exercise exercise, RealmFolder folder) throws RealmException {
        List<LogFault> faults = new ArrayList<>();
        AuditLogVerifier.verify(folder).forEach(result -> faults.addAll(result.faults()));
        List<AuditLine> lines = new ArrayList<>();
        try (AuditReader reader = new AuditReader(folder)) {
            reader.readNew(new AuditReader.LineHandler() {
                @Override
                public void accept(AuditReader.StoredLine stored) {
                    if (!stored.line().time().isBefore(exercise.openedAt())) {
                        lines.add(stored.line());
                    }
                }

                @Override
                public void malformed(String place) {
                    // Verification has already listed it among the faults.
                }
            });
        }
        Map<Goal, List<AuditLine>> evidence = new EnumMap<>(Goal.class);
        for (Goal goal : Goal.values()) {
            evidence.put(goal, goal.evidence(lines, exercise));
        }
        return new ExerciseProgress(evidence, List.copyOf(faults));
    }

    public boolean isReached(Goal goal) {
        return !evidence.getOrDefault(goal, List.of()).isEmpty();
    }

    public long reachedGoals() {
        return evidence.keySet().stream().filter(this::isReached).count();
    }
}
