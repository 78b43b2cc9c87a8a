package hallpass.server;

import hallpass.crypto.Randomness;
import hallpass.net.Addresses;
import hallpass.net.ListenException;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.realm.TimeText;
import hallpass.realm.Version;
import hallpass.trace.Party;
import hallpass.trace.Printable;
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
    static final int CANNOT_START = 1;

    /** For a process that had to be ended while something of it was still at work. */
    private static final int NOT_IN_ORDER = 3;

    /** A stop takes at most five seconds, the end of the JVM included. */
    private static final Duration STOP_LIMIT = Duration.ofMillis(4600);

    private static final int MAX_PORT = 65535;

    @Option(
            names = "--realm",
            paramLabel = "DIR",
            description = "The realm's folder; $$HALLPASS_REALM unless given, or else ./realm.")
    private Path realm = RealmFolder.defaultPlace(System.getenv());

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
    private final Server.Assembly assembly;

    private ServerProgram(Party party, Server.Assembly assembly) {
        this.party = party;
        this.assembly = assembly;
    }

    /** Runs a server until the process is told to stop. */
    public static void main(Party party, String what, Server.Assembly assembly, String... args) {
        CommandLine command = new CommandLine(new ServerProgram(party, assembly))
                .setCommandName(party.id())
                .setExecutionExceptionHandler((e, line, parsed) -> {
                    System.err.println(party.id() + ": " + sentence(e));
                    return CANNOT_START;
                });
        command.getCommandSpec().version(Version.line()).usageMessage().description(what);
        System.exit(command.execute(args));
    }

    @Override
    public Integer call() throws RealmProblem, ListenException {
        ServerConsole console = new ServerConsole(party, quiet, System.getenv());
        RealmFolder folder = RealmFolder.open(realm);
        InetSocketAddress address = address(folder);
        ServerLog log = ServerLog.open(folder.log(party, replica), console::warn);
        ServerContext context = new ServerContext(folder, clock(), Randomness.secure(), console);
        RunningServer server = RunningServer.start(
                new Seat(party, replica, address), assembly.assemble(context), context, new Health(log::problem));
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

    private InstantSource clock() throws RealmProblem {
        try {
            InstantSource right = InstantSource.system();
            return InstantSource.offset(right, TimeText.offset(clockOffset, right.instant()));
        } catch (RealmProblem e) {
            throw new RealmProblem("--clock-offset " + Printable.of(clockOffset) + ": " + e.sentence(), e);
        }
    }

    private static void stop(RunningServer server, ServerConsole console, Thread main) {
        main.interrupt();
        endWithinLimit();
        server.close();
        console.announce("stopped");
    }

    /** Whatever keeps a server from closing what it has open does not keep it from ending: all that matters is durable. */
    @SuppressWarnings("ThreadSleep") // nothing is waited for but time
    private static void endWithinLimit() {
        Thread limit = new Thread(
                () -> {
                    try {
                        Thread.sleep(STOP_LIMIT.toMillis());
                    } catch (InterruptedException e) {
                        return;
                    }
                    LOG.warn("not all could be closed in time");
                    Runtime.getRuntime().halt(NOT_IN_ORDER);
                },
                "stop-limit");
        limit.setDaemon(true);
        limit.start();
    }

    private InetSocketAddress configured(RealmFolder folder) throws RealmProblem {
        List<InetSocketAddress> addresses = folder.config().addresses(party);
        if (replica < 1 || replica > addresses.size()) {
            throw new RealmProblem("--replica " + replica + " is not there: realm.toml has "
                    + (addresses.size() == 1 ? "one address" : addresses.size() + " addresses") + " for " + party.id()
                    + ". Give a number from 1 to " + addresses.size() + ", or add an address.");
        }
        return addresses.get(replica - 1);
    }

    private InetSocketAddress address(RealmFolder folder) throws RealmProblem {
        InetSocketAddress configured = configured(folder);
        int number = port.orElse(configured.getPort());
        if (number < 0 || number > MAX_PORT) {
            throw new RealmProblem("--port " + number + " is no port: give one from 1 to " + MAX_PORT + ".");
        }
        return new InetSocketAddress(configured.getAddress(), number);
    }

    private static String sentence(Exception e) {
        if (e instanceof RealmProblem || e instanceof ListenException) {
            return String.valueOf(e.getMessage());
        }
        LOG.error("cannot start", e);
        return "stopped by an error of its own: " + e.getMessage() + " (its log says more)";
    }
}
