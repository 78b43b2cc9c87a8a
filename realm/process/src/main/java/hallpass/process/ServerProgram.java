package hallpass.process;

import hallpass.config.DurationParser;
import hallpass.config.RealmError;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.config.Version;
import hallpass.console.ExitCode;
import hallpass.console.LibrarySettings;
import hallpass.console.NextSteps;
import hallpass.console.PathConverter;
import hallpass.console.RealmFolderOption;
import hallpass.console.UndecodedText;
import hallpass.message.Party;
import hallpass.net.Addresses;
import hallpass.net.ListenException;
import hallpass.runtime.Health;
import hallpass.runtime.RunningServer;
import hallpass.runtime.ServerAssembly;
import hallpass.runtime.ServerContext;
import hallpass.runtime.ServerInstance;
import hallpass.store.SqliteNativeLibrary;
import hallpass.trace.PrintableText;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Main program of a server process: command line, start and orderly stop. */
@Command(mixinStandardHelpOptions = true, sortOptions = false)
public final class ServerProgram implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServerProgram.class);

    /** Exit code if the port, the realm or a key is not available. Code 2 is a usage error. */
    private static final int EXIT_START_FAILED = 1;

    /** Exit code if the process was ended before all resources were closed. */
    private static final int EXIT_FORCED_STOP = 3;

    /** Exit code if the realm was removed, renamed or replaced while the server ran. */
    private static final int EXIT_REALM_LOST = 4;

    /** Limit for a stop: with the end of the JVM, a stop takes at most five seconds. */
    private static final Duration STOP_LIMIT = Duration.ofMillis(4600);

    private static final int MAX_PORT = 65535;

    @Mixin
    private RealmFolderOption realm = new RealmFolderOption();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Listen on this port (default: the port in realm.toml).")
    private Optional<Integer> port = Optional.empty();

    @Option(
            names = "--replica",
            paramLabel = "N",
            defaultValue = "1",
            description = "Number of this replica: listen on the N-th address in realm.toml (default: 1).")
    private int replica = 1;

    @Option(names = "--quiet", description = "Write the trace to the log only.")
    private boolean quiet;

    @Option(
            names = "--clock-offset",
            paramLabel = "TIME",
            defaultValue = "0s",
            description = "Run with a wrong clock, such as +10m or -1h, to try what happens.")
    private String clockOffset = "0s";

    private final Party party;
    private final ServerAssembly.ServerFactory factory;

    private ServerProgram(Party party, ServerAssembly.ServerFactory factory) {
        this.party = party;
        this.factory = factory;
    }

    /** Runs a server until the process receives a signal to stop. */
    public static void main(Party party, String description, ServerAssembly.ServerFactory factory, String... args) {
        LibrarySettings.applyRootLocale();
        Optional<String> undecoded = UndecodedText.find(List.of(args), System.getenv());
        if (undecoded.isPresent()) {
            System.err.println(party.id() + ": " + undecoded.get());
            System.exit(ExitCode.USAGE.number());
        }
        LibrarySettings.applyNetty();
        SqliteNativeLibrary.unpackedFolder()
                .ifPresent(
                        folder -> LibrarySettings.setDefault(SqliteNativeLibrary.FOLDER_PROPERTY, folder.toString()));
        CommandLine command = new CommandLine(new ServerProgram(party, factory))
                .registerConverter(Path.class, new PathConverter())
                .setCommandName(party.id())
                .setExecutionExceptionHandler((e, line, parsed) -> {
                    if (!(e instanceof RealmException || e instanceof ListenException)) {
                        LOG.error("the server cannot start", e);
                    }
                    System.err.println(party.id() + ": " + NextSteps.ofStartFailure(e, "--port"));
                    return EXIT_START_FAILED;
                });
        command.getCommandSpec().version(Version.banner()).usageMessage().description(description);
        System.exit(command.execute(args));
    }

    @Override
    public Integer call() throws RealmException, ListenException {
        ServerConsole console = new ServerConsole(party, quiet, System.getenv());
        RealmFolder folder = realm.open(System.getenv());
        InetSocketAddress address = address(folder);
        ServerLog log = ServerLog.open(folder.logFile(party, replica), () -> isUnchanged(folder), console::warn);
        ServerContext context = ServerContext.of(folder).withClock(clock()).withTraceSink(console);
        RunningServer server = RunningServer.start(
                new ServerInstance(party, replica, address),
                factory.create(context),
                context,
                new Health(log::problem));
        server.warning().ifPresent(console::announce);
        Thread main = Thread.currentThread();
        // SIGTERM and Ctrl-C run the hook; the process ends when it returns.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, console, main), "stop"));
        AtomicReference<Optional<RealmException>> realmLoss = new AtomicReference<>(Optional.empty());
        CompletionStage<Void> unused = server.realmLoss().thenAccept(loss -> {
            realmLoss.set(Optional.of(loss));
            main.interrupt();
        });
        try {
            server.awaitReady(console::announce);
            console.announce("ready on " + Addresses.text(server.address()));
            main.join();
        } catch (InterruptedException e) {
            // The realm is gone, or the shutdown hook interrupted this thread and ends the process.
            main.interrupt();
        }
        Optional<RealmException> lost = Objects.requireNonNull(realmLoss.get());
        if (lost.isPresent()) {
            console.warn(NextSteps.of(lost.get()));
            return EXIT_REALM_LOST;
        }
        return 0;
    }

    private static boolean isUnchanged(RealmFolder folder) {
        try {
            folder.requireUnchanged();
            return true;
        } catch (RealmException e) {
            return e.error() != RealmError.REALM_REPLACED;
        }
    }

    private InstantSource clock() throws RealmException {
        try {
            InstantSource system = InstantSource.system();
            return InstantSource.offset(system, DurationParser.parseOffset(clockOffset, system.instant()));
        } catch (RealmException e) {
            throw new RealmException(
                    e.error(),
                    e.subject(),
                    "--clock-offset " + PrintableText.escape(clockOffset) + ": " + e.description(),
                    e);
        }
    }

    private static void stop(RunningServer server, ServerConsole console, Thread main) {
        main.interrupt();
        haltAfterStopLimit();
        server.close();
        console.announce("stopped");
    }

    /**
     * Ends the JVM at the limit, even if a resource cannot be closed. All acknowledged data is
     * durable by then.
     */
    @SuppressWarnings("ThreadSleep") // a deadline
    private static void haltAfterStopLimit() {
        Thread limit = new Thread(
                () -> {
                    try {
                        Thread.sleep(STOP_LIMIT.toMillis());
                    } catch (InterruptedException e) {
                        return;
                    }
                    LOG.warn("some resources could not be closed in time");
                    Runtime.getRuntime().halt(EXIT_FORCED_STOP);
                },
                "stop-limit");
        limit.setDaemon(true);
        limit.start();
    }

    private InetSocketAddress configuredAddress(RealmFolder folder) throws RealmException {
        List<InetSocketAddress> addresses = folder.config().addresses(party);
        if (replica < 1 || replica > addresses.size()) {
            throw new RealmException(
                    RealmError.INVALID_SETTING,
                    "--replica",
                    "--replica " + replica + " does not exist: realm.toml has "
                            + (addresses.size() == 1 ? "one address" : addresses.size() + " addresses") + " for "
                            + party.id() + ". Use a number from 1 to " + addresses.size() + ", or add an address.");
        }
        return addresses.get(replica - 1);
    }

    private InetSocketAddress address(RealmFolder folder) throws RealmException {
        InetSocketAddress configured = configuredAddress(folder);
        int number = port.orElse(configured.getPort());
        if (number < 0 || number > MAX_PORT) {
            throw new RealmException(
                    RealmError.INVALID_SETTING,
                    "--port",
                    "--port " + number + " is not valid: use a port from 1 to " + MAX_PORT + ".");
        }
        return new InetSocketAddress(configured.getAddress(), number);
    }
}
