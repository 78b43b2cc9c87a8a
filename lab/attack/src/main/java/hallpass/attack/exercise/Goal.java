package hallpass.attack.exercise;

import hallpass.audit.AuditLine;
import hallpass.message.AuditEvent;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;

/** What a student should bring about, and the line of a victim's audit log that tells that it happened. */
@SuppressWarnings("ImmutableEnumChecker") // functions of their arguments alone
public enum Goal {
    SPLICE(
            "splice",
            exercise -> "Get the memo as " + exercise.victim() + ", without the password. " + exercise.victim()
                    + " never asks for it: hallpass lab play shows what is asked for instead.",
            "hallpass attack show E4",
            (line, exercise) -> isServed(line, "service")
                    && hasField(line, "client", exercise.victim().text())
                    && hasField(line, "resource", "memo")),
    GUESS(
            "guess",
            exercise -> "Get the memo as " + exercise.weakUser() + ", whose password is in every list of passwords.",
            "hallpass attack show A2",
            (line, exercise) -> isServed(line, "service")
                    && hasField(line, "client", exercise.weakUser().text())
                    && hasField(line, "resource", "memo")),
    TAKE_OVER(
            "take-over",
            exercise -> "Give " + exercise.victim() + " a new password, without the old one.",
            "hallpass attack show E4; then K9 in docs/protocol.md",
            (line, exercise) -> is(line, AuditEvent.KEY_UPDATED)
                    && hasField(line, "client", exercise.victim().text())),
    CERTIFY(
            "certify",
            exercise -> "Have the authority certify you as " + exercise.targetServer() + ".",
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

    /** As tables call it. */
    public String id() {
        return id;
    }

    /** One or two sentences to the student. */
    public String task(Exercise exercise) {
        return task.apply(exercise);
    }

    /** Where the idea stands. */
    public String hint() {
        return hint;
    }

    /** The lines that tell so. */
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
