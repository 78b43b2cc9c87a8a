package hallpass.adversary.console;

import hallpass.adversary.Adversary;
import hallpass.adversary.rule.Rule;
import hallpass.adversary.rule.RuleSet;
import hallpass.config.RealmConfig;
import hallpass.config.RealmException;
import hallpass.config.Version;
import hallpass.console.ExitCode;
import hallpass.console.LibrarySettings;
import hallpass.console.NextSteps;
import hallpass.console.PathConverter;
import hallpass.console.RealmFolderOption;
import hallpass.console.UndecodedText;
import hallpass.net.ListenException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The main class of the adversary process. */
@Command(
        name = "adversary",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Man-in-the-middle proxy in front of every server of a realm, driven by rules.",
        footer = {
            "",
            "Clients use the proxies after: hallpass realm routes adversary",
            "Type help on the console for the rules and commands, or read docs/adversary.md."
        })
public final class AdversaryProgram implements Callable<Integer> {
    /** Exit code if the realm, a port or the script is unusable, as for the servers. */
    private static final int CANNOT_START = 1;

    @Mixin
    private RealmFolderOption realm = new RealmFolderOption();

    @Option(
            names = "--base-port",
            paramLabel = "N",
            description = "Listen on N+1 to N+5 of 127.0.0.1 (default: the routes in realm.toml, or 9801 to 9805).")
    private Optional<Integer> basePort = Optional.empty();

    @Option(names = "--script", paramLabel = "FILE", description = "File of initial rules, one on each line.")
    private Optional<Path> script = Optional.empty();

    @Option(names = "--quiet", description = "Print only the actions of rules.")
    private boolean quiet;

    private AdversaryProgram() {}

    public static void main(String... args) {
        LibrarySettings.applyRootLocale();
        Optional<String> undecoded = UndecodedText.find(List.of(args), System.getenv());
        if (undecoded.isPresent()) {
            new AdversaryConsole(false, System.getenv()).printError(undecoded.get());
            System.exit(ExitCode.USAGE.number());
        }
        CommandLine command = new CommandLine(new AdversaryProgram())
                .registerConverter(Path.class, new PathConverter())
                .setExecutionExceptionHandler((e, line, parsed) -> {
                    new AdversaryConsole(false, System.getenv()).printError(NextSteps.ofStartFailure(e, "--base-port"));
                    return CANNOT_START;
                });
        command.getCommandSpec().version(Version.banner());
        System.exit(command.execute(args));
    }

    @Override
    public Integer call() throws RealmException, ListenException, InterruptedException {
        AdversaryConsole console = new AdversaryConsole(quiet, System.getenv());
        RealmConfig config = realm.open(System.getenv()).config();
        List<ProxyEndpoint> endpoints = ProxyEndpoint.forRealm(config, basePort);
        List<Rule> scriptRules = script.isPresent() ? RuleScript.read(script.get()) : List.of();
        try (Adversary adversary = new Adversary(InstantSource.system())) {
            RuleSet rules = new RuleSet(adversary.recording(), console);
            scriptRules.forEach(rules::add);
            adversary.setInterceptor(rules);
            startProxies(adversary, endpoints);
            // SIGTERM, Ctrl-C and the normal exit all run this hook.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(adversary, console), "stop"));
            printReady(console, config, endpoints, scriptRules);
            if (!console.run(new ConsoleCommands(adversary.recording(), rules, config, console::printReply))) {
                Thread.currentThread().join();
            }
        }
        return 0;
    }

    private static void startProxies(Adversary adversary, List<ProxyEndpoint> endpoints) throws ListenException {
        for (ProxyEndpoint endpoint : endpoints) {
            try {
                adversary.startProxy(endpoint.server(), endpoint.replica(), endpoint.listen(), endpoint.target());
            } catch (IOException e) {
                throw new ListenException(endpoint.listen(), e);
            }
        }
    }

    private static void printReady(
            AdversaryConsole console, RealmConfig config, List<ProxyEndpoint> endpoints, List<Rule> rules) {
        endpoints.forEach(endpoint -> console.printReply("proxy " + endpoint));
        console.printReply(
                "adversary ready on " + endpoints.size() + " addresses, " + ruleCount(rules.size()) + "; type help");
        if (endpoints.stream().noneMatch(endpoint -> endpoint.isRouted(config))) {
            console.printReply("No route leads here yet. Enable the routes with: hallpass realm routes adversary");
        }
    }

    private static String ruleCount(int rules) {
        return rules == 0 ? "no rules" : rules == 1 ? "with 1 rule" : "with " + rules + " rules";
    }

    private static void stop(Adversary adversary, AdversaryConsole console) {
        adversary.close();
        console.printReply("adversary stopped");
    }
}
