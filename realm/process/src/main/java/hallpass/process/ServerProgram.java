package hallpass.process;

import hallpass.config.DurationParser;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.config.Version;
import hallpass.console.ErrorMessages;
import hallpass.crypto.Randomness;
import hallpass.message.Party;
import hallpass.net.Addresses;
import hallpass.net.ListenException;
import hallpass.runtime.Health;
import hallpass.runtime.RunningServer;
import hallpass.runtime.ServerAssembly;
import hallpass.runtime.ServerContext;
import hallpass.runtime.ServerInstance;
import hallpass.trace.PrintableText;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The program around a server: its command line, its start and its orderly stop. */
@Command(mixinStandardHelpOptions = true, sortOptions = false)
public final class ServerProgram implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServerProgram.class);

    /** The exit code for a port, a realm or a key that is not to be had; 2 is for a command line that is not understood. */
    static final int EXIT_START_FAILED = 1;

    /** For a process that had to be ended while something of it was still at work. */
    private static final int EXIT_FORCED_STOP = 3;

    /** A stop takes at most five seconds, the end of the JVM included. */
    private static final Duration STOP_LIMIT = Duration.ofMillis(4600);

    private static final int MAX_PORT = 65535;

    @Option(
            names = "--realm",
            paramLabel = "DIR",
            description = "The realm's folder; $$HALLPASS_REALM unless given, or else ./realm.")
    private Path realm = RealmFolder.defaultRoot(System.getenv());

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Listen on this port instead of the one in realm.toml.")
    private Optional<Integer> port = Optional.empty();

    @Option(
            names = "--replica",
            paramLabel = "N",
            defaultValue = "1",
            description = "Be the N-th of several: listen on the N-th address that realm.toml lists.")
    private int replica = 1;

    @Option(names = "--quiet", description = "Tell the story in the log only.")
    private boolean quiet;

    @Option(
            names = "--clock-offset",
            paramLabel = "TIME",
            defaultValue = "0s",
            description = "Run with a clock that is wrong on purpose, such as +10m or -1h.")
    private String clockOffset = "0s";

    private final Party party;
    private final ServerAssembly.ServerFactory factory;

    private ServerProgram(Party party, ServerAssembly.ServerFactory factory) {
        this.party = party;
        this.factory = factory;
    }

    /** Runs a server until the process is told to stop. */
    public static void main(Party party, String description, ServerAssembly.ServerFactory factory, String... args) {
        LibrarySettings.apply();
        CommandLine command = new CommandLine(new ServerProgram(party, factory))
                .setCommandName(party.id())
                .setExecutionExceptionHandler((e, line, parsed) -> {
                    System.err.println(party.id() + ": " + errorMessage(e));
                    return EXIT_START_FAILED;
                });
        command.getCommandSpec().version(Version.banner()).usageMessage().description(description);
        System.exit(command.execute(args));
    }

    @Override
    public Integer call() throws RealmException, ListenException {
        ServerConsole console = new ServerConsole(party, quiet, System.getenv());
        RealmFolder folder = RealmFolder.open(realm);
        InetSocketAddress address = address(folder);
        ServerLog log = ServerLog.open(folder.logFile(party, replica), console::warn);
        ServerContext context = new ServerContext(folder, clock(), Randomness.secure(), console);
        RunningServer server = RunningServer.start(
                new ServerInstance(party, replica, address),
                factory.create(context),
                context,
                new Health(log::problem));
        server.warning().ifPresent(console::announce);
        Thread main = Thread.currentThread();
        // SIGTERM and Ctrl-C both run the hook; the process ends when it returns.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, console, main), "stop"));
        try {
            server.awaitReady(console::announce);
            console.announce("ready on " + Addresses.text(server.address()));
            main.join();
        } catch (InterruptedException e) {
            // By the hook: it does the rest, and the process ends with it.
            main.interrupt();
        }
        return 0;
    }

    private InstantSource clock() throws RealmException {
        try {
            InstantSource system = InstantSource.system();
            return InstantSource.offset(system, DurationParser.parseOffset(clockOffset, system.instant()));
        } catch (RealmException e) {
            throw new RealmException("--clock-offset " + PrintableText.escape(clockOffset) + ": " + e.description(), e);
        }
    }

    private static void stop(RunningServer server, ServerConsole console, Thread main) {
        main.interrupt();
        haltAfterStopLimit();
        server.close();
        console.announce("stopped");
    }

    /** Whatever keeps a server from closing what it has open does not keep it from ending: all that matters is durable. */
    @SuppressWarnings("ThreadSleep") // nothing is waited for but time
    private static void haltAfterStopLimit() {
        Thread limit = new Thread(
                () -> {
                    try {
                        Thread.sleep(STOP_LIMIT.toMillis());
                    } catch (InterruptedException e) {
                        return;
                    }
                    LOG.warn("not all could be closed in time");
                    Runtime.getRuntime().halt(EXIT_FORCED_STOP);
                },
                "stop-limit");
        limit.setDaemon(true);
        limit.start();
    }

    private InetSocketAddress configuredAddress(RealmFolder folder) throws RealmException {
        List<InetSocketAddress> addresses = folder.config().addresses(party);
        if (replica < 1 || replica > addresses.size()) {
            throw new RealmException("--replica " + replica + " is not there: realm.toml has "
                    + (addresses.size() == 1 ? "one address" : addresses.size() + " addresses") + " for " + party.id()
                    + ". Give a number from 1 to " + addresses.size() + ", or add an address.");
        }
        return addresses.get(replica - 1);
    }

    private InetSocketAddress address(RealmFolder folder) throws RealmException {
        InetSocketAddress configured = configuredAddress(folder);
        int number = port.orElse(configured.getPort());
        if (number < 0 || number > MAX_PORT) {
            throw new RealmException("--port " + number + " is no port: give one from 1 to " + MAX_PORT + ".");
        }
        return new InetSocketAddress(configured.getAddress(), number);
    }

    private static String errorMessage(Exception e) {
        if (e instanceof RealmException realmException) {
            return ErrorMessages.of(realmException);
        } else if (e instanceof ListenException listenException) {
            return ErrorMessages.of(listenException, "--port");
        }
        LOG.error("cannot start", e);
        return "stopped by an error of its own: " + e.getMessage() + " (its log says more)";
    }
}
