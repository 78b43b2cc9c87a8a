package hallpass.attack.exercise;

import hallpass.audit.AuditLine;
import hallpass.message.AuditEvent;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;

/** A goal of an exercise, and the audit record that proves it. */
@SuppressWarnings("ImmutableEnumChecker") // The functions depend on their arguments alone.
public enum Goal {
    SPLICE(
            "splice",
            exercise -> "Read the memo as " + exercise.victim() + ", without the password. " + exercise.victim()
                    + " never requests it; hallpass lab play shows what she does request.",
            "hallpass attack show E4",
            (line, exercise) -> isServed(line, "service")
                    && hasField(line, "client", exercise.victim().text())
                    && hasField(line, "resource", "memo")),
    GUESS(
            "guess",
            exercise -> "Read the memo as " + exercise.weakUser() + ", whose password is in every password list.",
            "hallpass attack show A2",
            (line, exercise) -> isServed(line, "service")
                    && hasField(line, "client", exercise.weakUser().text())
                    && hasField(line, "resource", "memo")),
    TAKE_OVER(
            "take-over",
            exercise -> "Give " + exercise.victim() + " a new password without knowing the old one.",
            "hallpass attack show E4; then K9 in docs/protocol.md",
            (line, exercise) -> is(line, AuditEvent.KEY_UPDATED)
                    && hasField(line, "client", exercise.victim().text())),
    CERTIFY(
            "certify",
            exercise -> "Obtain a certificate of the authority for the name " + exercise.targetServer() + ".",
            "hallpass attack show C3",
            (line, exercise) -> is(line, AuditEvent.CERTIFICATE_ISSUED)
                    && hasField(line, "server", exercise.targetServer().text()));

    private final String id;
    private final Function<Exercise, String> task;
    private final String hint;
    private final BiPredicate<AuditLine, Exercise> isEvidence;

    Goal(String id, Function<Exercise, String> task, String hint, BiPredicate<AuditLine, Exercise> isEvidence) {
        this.id = id;
        this.task = task;
        this.hint = hint;
        this.isEvidence = isEvidence;
    }

    /** The identifier used in tables and JSON. */
    public String id() {
        return id;
    }

    /** The task, in one or two sentences to the student. */
    public String task(Exercise exercise) {
        return task.apply(exercise);
    }

    /** Where the underlying attack is explained. */
    public String hint() {
        return hint;
    }

    /** The records that prove the goal. */
    List<AuditLine> evidence(List<AuditLine> lines, Exercise exercise) {
        return lines.stream().filter(line -> isEvidence.test(line, exercise)).toList();
    }

    private static boolean isServed(AuditLine line, String party) {
        return is(line, AuditEvent.SERVED) && line.party().equals(party);
    }

    private static boolean is(AuditLine line, AuditEvent event) {
        return line.event().equals(event.id());
    }

    private static boolean hasField(AuditLine line, String field, String value) {
        return line.field(field).equals(value);
    }
}
