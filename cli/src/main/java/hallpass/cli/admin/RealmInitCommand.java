package hallpass.cli.admin;

import hallpass.cli.BasePort;
import hallpass.cli.CommandEnvironment;
import hallpass.cli.CommandException;
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
        description = "Create a realm: folder, keys, databases, certificate authority.",
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
            description = "A new or empty folder (default: $$HALLPASS_REALM, or else ./hallpass-realm).")
    private Optional<Path> folder = Optional.empty();

    @Option(
            names = "--base-port",
            paramLabel = "N",
            description = "The servers listen on N+1 to N+5 (default: ${DEFAULT-VALUE}).")
    private int basePort = RealmConfig.DEFAULT_BASE_PORT;

    @Option(
            names = "--replicas",
            paramLabel = "N",
            description = "Configure N replicas each of as and tgs, ten ports apart (default: ${DEFAULT-VALUE}).")
    private int replicas = 1;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Set a key of realm.toml, such as kerberos.ticket-lifetime=5m.")
    private Map<String, String> settings = new TreeMap<>();

    @Option(
            names = "--store",
            paramLabel = "URL",
            description = "Store the realm in this PostgreSQL database: jdbc:postgresql://HOST/DATABASE?user=NAME.")
    private Optional<String> store = Optional.empty();

    @Mixin
    private StorePasswordOption storePassword = new StorePasswordOption();

    public RealmInitCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws CommandException, RealmException {
        BasePort.requireFixed(basePort);
        Terminal terminal = environment.terminal();
        Path root = folder.orElseGet(() -> RealmOption.defaultFolder(environment));
        Map<String, String> overrides = new TreeMap<>(settings);
        store.ifPresent(url -> overrides.put("store", url));
        RealmFolder realm = new RealmInitializer(
                        environment.now(), environment.randomness(), AdminTrace.printingTo(terminal))
                .withOperator(AdminCommand.operator())
                .withStorePassword(storePassword.read())
                .create(root, RealmTemplate.render(basePort, replicas, overrides));
        terminal.printLine("Created realm " + realm.config().realm() + " in "
                + PrintableText.escape(realm.root().toAbsolutePath().normalize().toString()) + ".");
        terminal.printLine("Next: start the servers, and add a user with: hallpass user add NAME");
        return 0;
    }
}
