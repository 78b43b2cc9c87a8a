package hallpass.attack.lab;

import hallpass.realm.RealmProblem;
import hallpass.trace.Party;
import hallpass.trace.Printable;
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

/** The servers as processes of their own, one jar each, as the start scripts start them. */
final class ServersOfJars implements Servers {
    private static final Map<Party, String> JARS = Map.of(
            Party.AS, "as-server.jar",
            Party.TGS, "tgs-server.jar",
            Party.SERVICE, "app-server-service.jar",
            Party.CA, "ca-server.jar",
            Party.APP, "app-server.jar");

    private final Path realm;
    private final Path library;
    private final Map<Party, ServerProcess> running = new EnumMap<>(Party.class);
    private final Map<Party, InetSocketAddress> addresses = new EnumMap<>(Party.class);

    private ServersOfJars(Path realm, Path library) {
        this.realm = realm;
        this.library = library;
    }

    static ServersOfJars of(Path realm) throws RealmProblem {
        return new ServersOfJars(realm, library());
    }

    /** The folder of this very jar; or the one that a test names. */
    private static Path library() throws RealmProblem {
        String named = System.getProperty("hallpass.lib", "");
        Path library = named.isEmpty() ? besideThisJar() : Path.of(named);
        Path one = library.resolve("as-server.jar");
        if (!Files.exists(one)) {
            throw new RealmProblem("There is no " + Printable.of(one.toString())
                    + " to start. Run this as scripts/hallpass attack, which builds the servers.");
        }
        return library;
    }

    private static Path besideThisJar() throws RealmProblem {
        try {
            Path code = Path.of(ServersOfJars.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return code.resolveSibling("");
        } catch (Exception e) {
            throw new RealmProblem(
                    "It cannot be told where the servers' jars are. Run this as scripts/hallpass attack.", e);
        }
    }

    @Override
    public void start(Party party, Duration ahead) throws RealmProblem {
        start(party, 0, ahead);
    }

    private void start(Party party, int port, Duration ahead) throws RealmProblem {
        List<String> more = List.of("--port", String.valueOf(port), "--clock-offset=" + ahead.toSeconds() + "s");
        try {
            running.put(
                    party, ServerProcess.launch(library.resolve(Objects.requireNonNull(JARS.get(party))), realm, more));
        } catch (IOException e) {
            throw new RealmProblem(
                    party.id() + " cannot be started (" + Printable.of(String.valueOf(e.getMessage()))
                            + "): see whether this machine can start another process.",
                    e);
        }
    }

    @Override
    public InetSocketAddress await(Party party) throws RealmProblem, InterruptedException {
        String ready = running(party).awaitLine(party.id() + " ready on ");
        int port = Integer.parseInt(ready.substring(ready.lastIndexOf(':') + 1).strip());
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        addresses.put(party, address);
        return address;
    }

    /** A process reads its clock's offset when it starts: it is stopped, and started again. */
    @Override
    public void setClock(Party party, Duration ahead) throws RealmProblem, InterruptedException {
        running(party).close();
        start(party, Objects.requireNonNull(addresses.get(party)).getPort(), ahead);
        await(party);
    }

    @Override
    public List<String> told(Party party) {
        return running(party).story();
    }

    @Override
    public boolean isRunning(Party party) {
        return running.containsKey(party);
    }

    private ServerProcess running(Party party) {
        return Objects.requireNonNull(running.get(party), party + " was not started");
    }

    @Override
    public void close() {
        running.values().forEach(ServerProcess::terminate);
        running.values().forEach(ServerProcess::close);
        running.clear();
    }
}
