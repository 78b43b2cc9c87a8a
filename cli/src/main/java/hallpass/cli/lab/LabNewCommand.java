package hallpass.cli.lab;

import hallpass.attack.Narration;
import hallpass.attack.exercise.Exercise;
import hallpass.attack.exercise.ExerciseRealm;
import hallpass.attack.exercise.Goal;
import hallpass.cli.BasePort;
import hallpass.cli.CommandEnvironment;
import hallpass.cli.CommandException;
import hallpass.cli.HelpOption;
import hallpass.cli.Terminal;
import hallpass.config.RealmConfig;
import hallpass.config.RealmException;
import hallpass.console.ExitCode;
import hallpass.trace.PrintableText;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hallpass lab new}. */
@Command(
        name = "new",
        description = "Create an exercise: a realm without guards, with names and passwords for one student.",
        footer = {"", "Example:", "  hallpass lab new --student ada --seed 2027 lab-ada"})
public final class LabNewCommand implements Callable<Integer> {
    private static final Pattern STUDENT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,39}");

    private final CommandEnvironment environment;
    private final Terminal terminal;

    @Mixin
    HelpOption help = new HelpOption();

    @Parameters(arity = "0..1", paramLabel = "DIR", description = "A new or empty folder (default: lab-NAME).")
    private Optional<Path> folder = Optional.empty();

    @Option(names = "--student", required = true, paramLabel = "NAME", description = "The student's name.")
    private String student = "";

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Number of the course: all names and passwords are derived from it.")
    private long seed;

    @Option(
            names = "--base-port",
            paramLabel = "N",
            description = "The servers listen on N+1 to N+5 (default: ${DEFAULT-VALUE}).")
    private int basePort = RealmConfig.DEFAULT_BASE_PORT;

    public LabNewCommand(CommandEnvironment environment) {
        this.environment = environment;
        this.terminal = environment.terminal();
    }

    @Override
    public Integer call() throws CommandException, RealmException {
        BasePort.requireFixed(basePort);
        if (!STUDENT.matcher(student).matches()) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "the student name is invalid: use up to 40 letters, digits, '.', '-' and '_'",
                    "give another name with --student");
        }
        Exercise exercise = new Exercise(student, seed, environment.now().truncatedTo(ChronoUnit.MILLIS));
        Path path = folder.orElse(Path.of("lab-" + student));
        ExerciseRealm.create(exercise, path, basePort, environment.randomness());
        printSummary(exercise, path);
        return 0;
    }

    private void printSummary(Exercise exercise, Path path) {
        terminal.printLine(
                "Created the realm of " + exercise.student() + " in " + PrintableText.escape(path.toString()) + ".");
        terminal.printLine("");
        terminal.printLine(
                "Your account is " + exercise.studentAccount() + ", with the password: " + exercise.studentPassword());
        terminal.printLine("");
        List<Goal> goals = List.of(Goal.values());
        for (Goal goal : goals) {
            List<String> task = Narration.wrap(goal.task(exercise), 66);
            for (int i = 0; i < task.size(); i++) {
                terminal.printLine(String.format(Locale.ROOT, "%-11s %s", i == 0 ? goal.id() : "", task.get(i)));
            }
        }
        terminal.printLine("");
        terminal.printLine("Next: export HALLPASS_REALM=" + path + ", start the servers, and run hallpass lab play.");
        terminal.printLine("Check progress: hallpass lab check");
    }
}
