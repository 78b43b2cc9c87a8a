package hallpass.attack.lab;

import hallpass.config.RealmError;
import hallpass.config.RealmException;
import hallpass.message.Party;
import hallpass.trace.PrintableText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Runs each server of a realm as a process, from the jars that the start scripts use. */
final class JarServers implements AutoCloseable {
    private static final Map<Party, String> JARS = Map.of(
            Party.AS, "as-server.jar",
            Party.TGS, "tgs-server.jar",
            Party.SERVICE, "app-server-service.jar",
            Party.CA, "ca-server.jar",
            Party.APP, "app-server.jar");

    private final Path realm;
    private final Path library;
    private final Map<Party, LabServerProcess> running = new EnumMap<>(Party.class);
    private final Map<Party, InetSocketAddress> addresses = new EnumMap<>(Party.class);

    private JarServers(Path realm, Path library) {
        this.realm = realm;
        this.library = library;
    }

    static JarServers of(Path realm) throws RealmException {
        return new JarServers(realm, library());
    }

    /**
     * The folder of this jar, or the one in the system property {@code hallpass.lib}, which tests
     * set.
     */
    private static Path library() throws RealmException {
        String named = System.getProperty("hallpass.lib", "");
        Path library = named.isEmpty() ? besideThisJar() : Path.of(named);
        Path one = library.resolve("as-server.jar");
        if (!Files.exists(one)) {
            throw new RealmException(
                    RealmError.SERVER_JAR_MISSING,
                    one.toString(),
                    PrintableText.escape(one.toString()) + " does not exist.");
        }
        return library;
    }

    private static Path besideThisJar() throws RealmException {
        try {
            Path code = Path.of(JarServers.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return code.resolveSibling("");
        } catch (Exception e) {
            throw new RealmException(
                    RealmError.SERVER_JAR_MISSING, "", "The folder of the servers' jars is unknown.", e);
        }
    }

    void start(Party party, Duration clockOffset) throws RealmException {
        start(party, 0, clockOffset);
    }

    private void start(Party party, int port, Duration clockOffset) throws RealmException {
        List<String> arguments =
                List.of("--port", String.valueOf(port), "--clock-offset=" + clockOffset.toSeconds() + "s");
        try {
            running.put(
                    party,
                    LabServerProcess.launch(
                            library.resolve(Objects.requireNonNull(JARS.get(party))), realm, arguments));
        } catch (IOException e) {
            throw new RealmException(
                    RealmError.IO_FAILURE,
                    party.id(),
                    "The process of " + party.id() + " cannot be started: "
                            + PrintableText.escape(String.valueOf(e.getMessage())) + ".",
                    e);
        }
    }

    InetSocketAddress awaitReady(Party party) throws RealmException, InterruptedException {
        String ready = running(party).awaitLine(party.id() + " ready on ");
        int port = Integer.parseInt(ready.substring(ready.lastIndexOf(':') + 1).strip());
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        addresses.put(party, address);
        return address;
    }

    /** Restarts the process, which reads its clock offset at the start. */
    void setClockOffset(Party party, Duration clockOffset) throws RealmException, InterruptedException {
        running(party).close();
        start(party, Objects.requireNonNull(addresses.get(party)).getPort(), clockOffset);
        awaitReady(party);
    }

    List<String> trace(Party party) {
        return isRunning(party) ? running(party).traceLines() : List.of();
    }

    boolean isRunning(Party party) {
        return running.containsKey(party);
    }

    private LabServerProcess running(Party party) {
        return Objects.requireNonNull(running.get(party), party + " was not started");
    }

    @Override
    public void close() {
        running.values().forEach(LabServerProcess::requestStop);
        running.values().forEach(LabServerProcess::close);
        running.clear();
    }
}
