package hallpass.attack.command;

import hallpass.attack.Tale;
import hallpass.attack.exercise.Exercise;
import hallpass.attack.exercise.ExerciseRealm;
import hallpass.attack.exercise.Goal;
import hallpass.attack.exercise.Progress;
import hallpass.audit.Line;
import hallpass.client.ExitCode;
import hallpass.client.command.Environment;
import hallpass.client.command.HelpOption;
import hallpass.client.command.JsonOption;
import hallpass.client.command.RealmOption;
import hallpass.client.command.Terminal;
import hallpass.realm.RealmProblem;
import hallpass.trace.Style.Tint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code hallpass lab check}. */
@Command(
        name = "check",
        description = "Read from the servers' audit logs which goals of an exercise were reached.",
        footer = {"", "The exit code is 0 if all were reached, and 1 if not."})
final class LabCheckCommand implements Callable<Integer> {
    private static final int NOT_ALL = 1;

    private final Environment environment;
    private final Terminal terminal;

    @Mixin
    HelpOption help = new HelpOption();

    @Mixin
    RealmOption realm = new RealmOption();

    @Mixin
    JsonOption json = new JsonOption();

    LabCheckCommand(Environment environment) {
        this.environment = environment;
        this.terminal = environment.terminal();
    }

    @Override
    public Integer call() throws RealmProblem {
        ExerciseRealm lab = ExerciseRealm.open(realm.open(environment));
        Progress progress = lab.progress();
        if (!progress.faults().isEmpty()) {
            terminal.error("The audit logs were changed, so they prove nothing. See: hallpass audit verify");
            return ExitCode.TAMPERED.number();
        }
        if (json.wanted) {
            printJson(lab.exercise(), progress);
        } else {
            tell(lab.exercise(), progress);
        }
        return progress.count() == Goal.values().length ? 0 : NOT_ALL;
    }

    private void tell(Exercise exercise, Progress progress) {
        for (Goal goal : Goal.values()) {
            if (progress.isReached(goal)) {
                List<Line> lines = progress.reached().getOrDefault(goal, List.of());
                Line first = lines.get(0);
                terminal.line(terminal.style().tint(Tint.GOOD, "reached     " + goal.id()));
                terminal.line("            " + first.party() + ", line " + first.number() + ", " + first.time() + ": "
                        + first.event());
            } else {
                terminal.line("not yet     " + goal.id());
                Tale.wrap(goal.task(exercise), 66).forEach(line -> terminal.line("            " + line));
                terminal.line("            (" + goal.hint() + ")");
            }
        }
        terminal.line("");
        terminal.line(exercise.student() + ": " + progress.count() + " of " + Goal.values().length + ".");
    }

    private void printJson(Exercise exercise, Progress progress) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("student", exercise.student());
        answer.put("reached", progress.count());
        answer.put("goals", Goal.values().length);
        for (Goal goal : Goal.values()) {
            answer.put(goal.id(), progress.isReached(goal));
        }
        json.print(answer, terminal);
    }
}
