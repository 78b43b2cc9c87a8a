package hallpass.cli.admin;

import hallpass.cli.CommandEnvironment;
import hallpass.cli.HelpOption;
import hallpass.cli.RealmOption;
import hallpass.cli.Terminal;
import hallpass.config.RealmConfig;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.config.RealmTemplate;
import hallpass.provisioning.RealmInitializer;
import hallpass.trace.PrintableText;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hallpass realm init}. */
@Command(
        name = "init",
        description = "Make a new realm: its folder, its keys, its certificate authority.",
        footer = {
            "",
            "Examples:",
            "  hallpass realm init",
            "  hallpass realm init /tmp/lab --base-port 18800 --set kerberos.ticket-lifetime=5m"
        })
public final class RealmInitCommand implements Callable<Integer> {
    private final CommandEnvironment environment;

    @Mixin
    HelpOption help = new HelpOption();

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            description = "A new or empty folder; $$HALLPASS_REALM unless given, or else ./realm.")
    private Optional<Path> folder = Optional.empty();

    @Option(
            names = "--base-port",
            paramLabel = "N",
            description = "The servers listen on N+1 to N+5 (default: ${DEFAULT-VALUE}).")
    private int basePort = RealmConfig.DEFAULT_BASE_PORT;

    @Option(
            names = "--replicas",
            paramLabel = "N",
            description = "Make room for N of as and of tgs, each ten ports after the one before"
                    + " (default: ${DEFAULT-VALUE}).")
    private int replicas = 1;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Another value for a key of realm.toml, such as kerberos.ticket-lifetime=5m.")
    private Map<String, String> settings = new TreeMap<>();

    @Option(
            names = "--store",
            paramLabel = "URL",
            description =
                    "Keep the realm in this PostgreSQL database, such as jdbc:postgresql://HOST/DATABASE?user=NAME.")
    private Optional<String> store = Optional.empty();

    @Mixin
    private StorePasswordOption storePassword = new StorePasswordOption();

    public RealmInitCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws RealmException {
        Terminal terminal = environment.terminal();
        Path root = folder.orElseGet(() -> RealmOption.defaultFolder(environment));
        Map<String, String> overrides = new TreeMap<>(settings);
        store.ifPresent(url -> overrides.put("store", url));
        RealmFolder realm = new RealmInitializer(
                        environment.now(), environment.randomness(), AdminTrace.printingTo(terminal))
                .withStorePassword(storePassword.read())
                .create(root, RealmTemplate.render(basePort, replicas, overrides));
        terminal.printLine(
                "Made the realm " + realm.config().realm() + " in " + PrintableText.escape(root.toString()) + ".");
        terminal.printLine("Next: hallpass user add NAME, and start the servers.");
        return 0;
    }
}
