package hallpass.server;

import hallpass.crypto.Randomness;
import hallpass.net.ListenException;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.realm.TimeText;
import hallpass.realm.Version;
import hallpass.trace.Party;
import hallpass.trace.Printable;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The program around a server: its command line, its start and its orderly stop. */
@Command(mixinStandardHelpOptions = true, sortOptions = false, versionProvider = ServerProgram.VersionLine.class)
public final class ServerProgram implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServerProgram.class);

    /** The exit code for a port, a realm or a key that is not to be had; 2 is for a command line that is not understood. */
    static final int CANNOT_START = 1;

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
        command.getCommandSpec().usageMessage().description(what);
        System.exit(command.execute(args));
    }

    @Override
    public Integer call() throws RealmProblem, ListenException {
        ServerConsole console = new ServerConsole(party, quiet, System.getenv());
        RealmFolder folder = RealmFolder.open(realm);
        ServerLog.open(folder.log(party));
        ServerContext context = new ServerContext(folder, clock(), Randomness.secure(), console);
        RunningServer server = RunningServer.start(party, address(folder), assembly.assemble(context), context);
        server.warning().ifPresent(console::announce);
        Thread main = Thread.currentThread();
        // SIGTERM and Ctrl-C both run the hook; the process ends when it returns.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, console, main), "stop"));
        try {
            server.awaitReady(console::announce);
            console.announce("ready on " + text(server.address()));
            main.join();
        } catch (InterruptedException e) {
            // By the hook: it does the rest, and the process ends with it.
            main.interrupt();
        }
        return 0;
    }

    private InstantSource clock() throws RealmProblem {
        try {
            return InstantSource.offset(InstantSource.system(), TimeText.offset(clockOffset));
        } catch (RealmProblem e) {
            throw new RealmProblem("--clock-offset " + Printable.of(clockOffset) + ": " + e.sentence(), e);
        }
    }

    private static void stop(RunningServer server, ServerConsole console, Thread main) {
        main.interrupt();
        server.close();
        console.announce("stopped");
    }

    private InetSocketAddress address(RealmFolder folder) throws RealmProblem {
        InetSocketAddress configured = folder.config().address(party);
        int number = port.orElse(configured.getPort());
        if (number < 0 || number > MAX_PORT) {
            throw new RealmProblem("--port " + number + " is no port: give one from 1 to " + MAX_PORT + ".");
        }
        return new InetSocketAddress(configured.getAddress(), number);
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    private static String sentence(Exception e) {
        if (e instanceof RealmProblem || e instanceof ListenException) {
            return String.valueOf(e.getMessage());
        }
        LOG.error("cannot start", e);
        return "stopped by an error of its own: " + e.getMessage() + " (its log says more)";
    }

    /** For {@code --version}. */
    static final class VersionLine implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"hallpass " + Version.text()};
        }
    }
}
