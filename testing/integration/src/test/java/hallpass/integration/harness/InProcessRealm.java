package hallpass.integration.harness;

import hallpass.adversary.Adversary;
import hallpass.client.ClientSettings;
import hallpass.client.KdcVerifier;
import hallpass.config.RealmConfig;
import hallpass.config.RealmException;
import hallpass.crypto.Randomness;
import hallpass.message.Party;
import hallpass.net.ListenException;
import hallpass.protocol.Guard;
import hallpass.testkit.OffsetClock;
import hallpass.testkit.RealmServer;
import hallpass.trace.Trace;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The servers of a {@link RealmFixture} in this JVM, on the ports of its {@code realm.toml}. */
public final class InProcessRealm implements AutoCloseable {
    private final RealmFixture folder;
    private final RealmServer server;

    public InProcessRealm(RealmFixture folder) throws RealmException {
        this(folder, Randomness.secure());
    }

    /** @param randomness the random bytes of all servers */
    public InProcessRealm(RealmFixture folder, Randomness randomness) throws RealmException {
        this.folder = folder;
        this.server = RealmServer.builder()
                .folder(folder.path())
                .randomness(party -> randomness)
                .create();
        RealmConfig config = folder.config();
        Party.SERVERS.forEach(party -> server.route(party, config.route(party)));
    }

    public RealmFixture folder() {
        return folder;
    }

    /** The clock of a server; {@link Party#CLIENT} stands for all clients. */
    public OffsetClock clock(Party party) {
        return server.clock(party);
    }

    public void resetClocks() {
        for (Party party : Party.values()) {
            server.clock(party).reset();
        }
    }

    /** Starts all servers and waits until they are ready. */
    public InProcessRealm startAll() throws RealmException, ListenException, InterruptedException {
        return startAll(Party.SERVERS);
    }

    /** Starts servers in this order and waits until they are ready. */
    public InProcessRealm startAll(List<Party> order) throws RealmException, ListenException, InterruptedException {
        for (Party party : order) {
            start(party);
        }
        for (Party party : order) {
            awaitReady(party);
        }
        return this;
    }

    /** Starts a server without waiting for it to be ready. */
    public void start(Party party) throws RealmException, ListenException {
        server.listen(party);
    }

    public void awaitReady(Party party) throws RealmException, InterruptedException {
        server.awaitReady(party);
    }

    public boolean isReady(Party party) {
        return server.isReady(party);
    }

    /** The reasons that a server reported for waiting since its start. */
    public List<String> waitMessages(Party party) {
        return server.waits(party);
    }

    public InetSocketAddress address(Party party) {
        return server.address(party);
    }

    public void stop(Party party) {
        server.stop(party);
    }

    public void stopAll() {
        Party.SERVERS.stream().filter(server::isRunning).forEach(server::stop);
    }

    /** Routes clients, and servers that start later, through an adversary. */
    public void routeThrough(Adversary adversary) throws RealmException, IOException {
        Map<Party, List<InetSocketAddress>> routes = new EnumMap<>(Party.class);
        for (Party party : Party.SERVERS) {
            InetSocketAddress proxy =
                    adversary.startProxy(party, folder.config().address(party));
            server.route(party, proxy);
            routes.put(party, List.of(proxy));
        }
        folder.open().writeRoutes(routes);
    }

    public RealmConfig config() throws RealmException {
        return folder.config();
    }

    public ClientSettings clientSettings() throws RealmException {
        return new ClientSettings(config(), clock(Party.CLIENT), Randomness.secure(), Trace.NONE)
                .with(KdcVerifier.of(folder.open()));
    }

    /** A client with guards that the realm does not have. */
    public TestClient client(Guard... guards) throws RealmException, IOException {
        return new TestClient(
                folder,
                new ClientSettings(
                        folder.configWithGuards(guards), clock(Party.CLIENT), Randomness.secure(), Trace.NONE));
    }

    public TestClient client() throws RealmException {
        return new TestClient(folder, clientSettings());
    }

    @Override
    public void close() {
        server.close();
    }
}
