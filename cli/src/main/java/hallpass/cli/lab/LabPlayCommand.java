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
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hallpass lab play}. */
@Command(
        name = "play",
        description = "Play the victim of an exercise, who logs in repeatedly, through the adversary if "
                + "routes lead there.",
        footer = {"", "Stops with Ctrl-C, or after --turns logins."})
public final class LabPlayCommand implements Callable<Integer> {
    private final CommandEnvironment environment;
    private final Terminal terminal;

    @Mixin
    HelpOption help = new HelpOption();

    @Mixin
    RealmOption realm = new RealmOption();

    @Option(names = "--turns", paramLabel = "N", description = "Number of logins (default: unlimited).")
    private int turns = Integer.MAX_VALUE;

    @Option(
            names = "--every",
            paramLabel = "SECONDS",
            description = "Pause between logins (default: ${DEFAULT-VALUE}).")
    private int seconds = 20;

    public LabPlayCommand(CommandEnvironment environment) {
        this.environment = environment;
        this.terminal = environment.terminal();
    }

    @Override
    public Integer call() throws RealmException, InterruptedException {
        RealmFolder folder = realm.open(environment);
        ExerciseRealm lab = ExerciseRealm.open(folder);
        terminal.printLine(lab.exercise().victim() + " logs in and requests: notes list, every " + seconds
                + " s. Stop with Ctrl-C.");
        for (int turn = 0; turn < turns; turn++) {
            if (turn > 0 && !terminal.pause(Duration.ofSeconds(seconds))) {
                break;
            }
            // The configuration is read again because routes can change.
            ClientSettings settings = new ClientSettings(
                    realm.open(environment).config(), environment.clock(), environment.randomness(), Trace.NONE);
            try {
                lab.playVictim(settings);
                terminal.printLine(lab.exercise().victim() + " logged in and requested: notes list");
            } catch (ClientException failure) {
                terminal.printLine(lab.exercise().victim() + " failed: "
                        + ErrorTable.explain(failure).message());
            }
        }
        return 0;
    }
}
