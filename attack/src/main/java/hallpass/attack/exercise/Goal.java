package hallpass.attack.exercise;

import hallpass.audit.AuditEvent;
import hallpass.audit.Line;
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
                    && isAbout(line, "client", exercise.victim().text())
                    && isAbout(line, "resource", "memo")),
    GUESS(
            "guess",
            exercise -> "Get the memo as " + exercise.clerk() + ", whose password is in every list of passwords.",
            "hallpass attack show A2",
            (line, exercise) -> isServed(line, "service")
                    && isAbout(line, "client", exercise.clerk().text())
                    && isAbout(line, "resource", "memo")),
    TAKE_OVER(
            "take-over",
            exercise -> "Give " + exercise.victim() + " a new password, without the old one.",
            "hallpass attack show E4; then K9 in docs/protocol.md",
            (line, exercise) -> is(line, AuditEvent.KEY_UPDATED)
                    && isAbout(line, "client", exercise.victim().text())),
    CERTIFY(
            "certify",
            exercise -> "Have the authority certify you as " + exercise.certified() + ".",
            "hallpass attack show C3",
            (line, exercise) -> is(line, AuditEvent.CERTIFICATE_ISSUED)
                    && isAbout(line, "server", exercise.certified().text()));

    private final String id;
    private final Function<Exercise, String> task;
    private final String hint;
    private final BiPredicate<Line, Exercise> reached;

    Goal(String id, Function<Exercise, String> task, String hint, BiPredicate<Line, Exercise> reached) {
        this.id = id;
        this.task = task;
        this.hint = hint;
        this.reached = reached;
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
    List<Line> evidence(List<Line> lines, Exercise exercise) {
        return lines.stream().filter(line -> reached.test(line, exercise)).toList();
    }

    private static boolean isServed(Line line, String party) {
        return is(line, AuditEvent.SERVED) && line.party().equals(party);
    }

    private static boolean is(Line line, AuditEvent event) {
        return line.event().equals(event.id());
    }

    private static boolean isAbout(Line line, String fact, String value) {
        return line.fact(fact).equals(value);
    }
}
