package hallpass.cli.lab;

import hallpass.attack.exercise.ExerciseRealm;
import hallpass.cli.CommandEnvironment;
import hallpass.cli.ErrorTable;
import hallpass.cli.HelpOption;
import hallpass.cli.RealmOption;
import hallpass.cli.Terminal;
import hallpass.client.ClientException;
import hallpass.client.ClientSettings;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.trace.Trace;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hallpass lab play}. */
@Command(
        name = "play",
        description =
                "Play the victim of an exercise, who logs in again and again: by way of the adversary, where there are routes.",
        footer = {"", "It ends with Ctrl-C, or after as many turns as --turns says."})
public final class LabPlayCommand implements Callable<Integer> {
    private final CommandEnvironment environment;
    private final Terminal terminal;

    @Mixin
    HelpOption help = new HelpOption();

    @Mixin
    RealmOption realm = new RealmOption();

    @Option(names = "--turns", paramLabel = "N", description = "How many; without end unless given.")
    private int turns = Integer.MAX_VALUE;

    @Option(
            names = "--every",
            paramLabel = "SECONDS",
            description = "How long the victim does something else (default: ${DEFAULT-VALUE}).")
    private int seconds = 20;

    public LabPlayCommand(CommandEnvironment environment) {
        this.environment = environment;
        this.terminal = environment.terminal();
    }

    @Override
    public Integer call() throws RealmException, InterruptedException {
        RealmFolder folder = realm.open(environment);
        ExerciseRealm lab = ExerciseRealm.open(folder);
        terminal.printLine(lab.exercise().victim() + " logs in and asks for: notes list, every " + seconds
                + " s. Ctrl-C ends it.");
        for (int turn = 0; turn < turns; turn++) {
            if (turn > 0) {
                TimeUnit.SECONDS.sleep(seconds);
            }
            // Read anew: routes come and go.
            ClientSettings settings = new ClientSettings(
                    realm.open(environment).config(), environment.clock(), environment.randomness(), Trace.NONE);
            try {
                lab.playVictim(settings);
                terminal.printLine(lab.exercise().victim() + " logged in, and asked for: notes list");
            } catch (ClientException failure) {
                terminal.printLine(lab.exercise().victim() + " could not: "
                        + ErrorTable.explain(failure).message());
            }
        }
        return 0;
    }
}
