package hallpass.cli.lab;

import hallpass.attack.Narration;
import hallpass.attack.exercise.Exercise;
import hallpass.attack.exercise.ExerciseProgress;
import hallpass.attack.exercise.ExerciseRealm;
import hallpass.attack.exercise.Goal;
import hallpass.audit.AuditLine;
import hallpass.cli.CommandEnvironment;
import hallpass.cli.HelpOption;
import hallpass.cli.JsonOption;
import hallpass.cli.RealmOption;
import hallpass.cli.Terminal;
import hallpass.config.RealmException;
import hallpass.console.ExitCode;
import hallpass.trace.TerminalStyle.Colour;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code hallpass lab check}. */
@Command(
        name = "check",
        description = "Report which goals of an exercise the servers' audit logs prove.",
        footer = {"", "The exit code is 0 if all goals were reached, otherwise 1."})
public final class LabCheckCommand implements Callable<Integer> {
    private static final int GOALS_MISSING = 1;

    private final CommandEnvironment environment;
    private final Terminal terminal;

    @Mixin
    HelpOption help = new HelpOption();

    @Mixin
    RealmOption realm = new RealmOption();

    @Mixin
    JsonOption json = new JsonOption();

    public LabCheckCommand(CommandEnvironment environment) {
        this.environment = environment;
        this.terminal = environment.terminal();
    }

    @Override
    public Integer call() throws RealmException {
        ExerciseRealm lab = ExerciseRealm.open(realm.open(environment));
        ExerciseProgress progress = lab.progress();
        if (!progress.faults().isEmpty()) {
            terminal.printError("The audit logs were modified and prove nothing. See: hallpass audit verify");
            return ExitCode.TAMPERED.number();
        }
        if (json.requested) {
            printJson(lab.exercise(), progress);
        } else {
            printText(lab.exercise(), progress);
        }
        return progress.reachedGoals() == Goal.values().length ? 0 : GOALS_MISSING;
    }

    private void printText(Exercise exercise, ExerciseProgress progress) {
        for (Goal goal : Goal.values()) {
            if (progress.isReached(goal)) {
                List<AuditLine> lines = progress.evidence().getOrDefault(goal, List.of());
                AuditLine first = lines.get(0);
                terminal.printLine(terminal.style().colour(Colour.SUCCESS, "reached     " + goal.id()));
                terminal.printLine("            " + first.party() + ", line " + first.number() + ", " + first.time()
                        + ": " + first.event());
            } else {
                terminal.printLine("not yet     " + goal.id());
                Narration.wrap(goal.task(exercise), 66).forEach(line -> terminal.printLine("            " + line));
                terminal.printLine("            (" + goal.hint() + ")");
            }
        }
        terminal.printLine("");
        terminal.printLine(exercise.student() + ": " + progress.reachedGoals() + " of " + Goal.values().length + ".");
    }

    private void printJson(Exercise exercise, ExerciseProgress progress) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("student", exercise.student());
        answer.put("reached", progress.reachedGoals());
        answer.put("goals", Goal.values().length);
        for (Goal goal : Goal.values()) {
            answer.put(goal.id(), progress.isReached(goal));
        }
        json.print(answer, terminal);
    }
}
