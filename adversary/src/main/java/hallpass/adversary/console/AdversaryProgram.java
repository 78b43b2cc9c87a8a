package hallpass.adversary.console;

import hallpass.adversary.Adversary;
import hallpass.adversary.rule.Rule;
import hallpass.adversary.rule.RuleBook;
import hallpass.net.ListenException;
import hallpass.realm.RealmConfig;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.realm.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The process of the adversary. */
@Command(
        name = "adversary",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Stands before each server of a realm, and does to what comes by what it is told.",
        footer = {
            "",
            "Those who ask come by once they are led there, with: hallpass realm routes adversary",
            "Type help on its console for the rules and commands. docs/adversary.md explains them."
        })
public final class AdversaryProgram implements Callable<Integer> {
    /** As of the servers: for a port, a realm or a script that is not to be had. */
    private static final int CANNOT_START = 1;

    @Option(
            names = "--realm",
            paramLabel = "DIR",
            description = "The realm's folder; $$HALLPASS_REALM unless given, or else ./realm.")
    private Path realm = RealmFolder.defaultPlace(System.getenv());

    @Option(
            names = "--base-port",
            paramLabel = "N",
            description = "Stand on N+1 to N+5 of 127.0.0.1; else where realm.toml routes lead, or on 9801 to 9805.")
    private Optional<Integer> basePort = Optional.empty();

    @Option(names = "--script", paramLabel = "FILE", description = "Rules to begin with, one to a line.")
    private Optional<Path> script = Optional.empty();

    @Option(names = "--quiet", description = "Tell of nothing but what rules do.")
    private boolean quiet;

    private AdversaryProgram() {}

    public static void main(String... args) {
        CommandLine command = new CommandLine(new AdversaryProgram())
                .setExecutionExceptionHandler((e, line, parsed) -> {
                    new AdversaryConsole(false, System.getenv()).error(sentence(e));
                    return CANNOT_START;
                });
        command.getCommandSpec().version(Version.line());
        System.exit(command.execute(args));
    }

    @Override
    public Integer call() throws RealmProblem, ListenException, InterruptedException {
        AdversaryConsole console = new AdversaryConsole(quiet, System.getenv());
        RealmConfig config = RealmFolder.open(realm).config();
        List<Tap> taps = Tap.before(config, basePort);
        List<Rule> first = script.isPresent() ? Script.read(script.get()) : List.of();
        try (Adversary adversary = new Adversary(InstantSource.system())) {
            RuleBook rules = new RuleBook(adversary.recording(), console);
            first.forEach(rules::add);
            adversary.follow(rules);
            stand(adversary, taps);
            // SIGTERM and Ctrl-C both run the hook, and so does the end of this.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(adversary, console), "stop"));
            announce(console, config, taps, first);
            if (!console.read(new Commands(adversary.recording(), rules, config, console::answer))) {
                Thread.currentThread().join();
            }
        }
        return 0;
    }

    private static String sentence(Exception e) {
        return e instanceof RealmProblem || e instanceof ListenException
                ? String.valueOf(e.getMessage())
                : "stopped by an error of its own: " + e;
    }

    private static void stand(Adversary adversary, List<Tap> taps) throws ListenException {
        for (Tap tap : taps) {
            try {
                adversary.tap(tap.server(), tap.replica(), tap.listen(), tap.target());
            } catch (IOException e) {
                throw ListenException.of(tap.listen(), e, "--base-port");
            }
        }
    }

    private static void announce(AdversaryConsole console, RealmConfig config, List<Tap> taps, List<Rule> rules) {
        taps.forEach(tap -> console.answer("before " + tap));
        console.answer("adversary ready on " + taps.size() + " wires, " + count(rules.size()) + "; type help");
        if (taps.stream().noneMatch(tap -> tap.isOnTheWay(config))) {
            console.answer("Nobody comes by here yet. Lead them with: hallpass realm routes adversary");
        }
    }

    private static String count(int rules) {
        return rules == 0 ? "no rule yet" : rules == 1 ? "with 1 rule" : "with " + rules + " rules";
    }

    private static void stop(Adversary adversary, AdversaryConsole console) {
        adversary.close();
        console.answer("adversary stopped");
    }
}
