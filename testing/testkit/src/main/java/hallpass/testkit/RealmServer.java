package hallpass.testkit;

import hallpass.config.RealmConfig;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.config.Setting;
import hallpass.crypto.SymmetricKey;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.net.ListenException;
import hallpass.pki.KeyPairSource;
import hallpass.protocol.Profile;
import hallpass.provisioning.ServiceProvisioner;
import hallpass.provisioning.UserProvisioner;
import hallpass.runtime.RunningServer;
import hallpass.runtime.ServerContext;
import hallpass.store.PrincipalStore;
import hallpass.store.RealmStores;
import hallpass.trace.Action;
import hallpass.trace.Trace;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * A realm that runs inside a JVM: its files and databases, and any of its five servers.
 *
 * <pre>{@code
 * try (RealmServer realm = RealmServer.builder().user("alice", "correct horse").start()) {
 *     ClientSettings settings =
 *             new ClientSettings(realm.config(), realm.clock(), Randomness.secure(), Trace.NONE);
 *     CachedTicket ticket = new KerberosClient(settings)
 *             .login(new PrincipalName("alice"), "correct horse"::toCharArray);
 * }
 * }</pre>
 *
 * <p>By default the realm has no guards, lives in memory, and each server listens on a free port of
 * the loopback interface. Several realms can run side by side. A realm changes nothing outside
 * itself: no system property, no log configuration; after {@link #close} no thread, port or file
 * of it is left. Logging goes through SLF4J to the back end of the host, if there is one.
 */
public final class RealmServer implements AutoCloseable {
    private static final Duration READY_TIMEOUT = Duration.ofMinutes(5);

    private final RealmServerBuilder options;
    private final RealmStorage storage;
    private final RealmFolder folder;
    private final KeyPairSource keyPairs;
    private final Map<Party, OffsetClock> clocks = new EnumMap<>(Party.class);
    private final Map<Party, EmbeddedServer> servers = new EnumMap<>(Party.class);
    private final Map<Party, InetSocketAddress> routes = new EnumMap<>(Party.class);

    RealmServer(RealmServerBuilder options, RealmStorage storage, RealmFolder folder, KeyPairSource keyPairs) {
        this.options = options;
        this.storage = storage;
        this.folder = folder;
        this.keyPairs = keyPairs;
        for (Party party : Party.values()) {
            InstantSource base = party == Party.CLIENT ? options.clientClock : options.serverClock;
            clocks.put(party, new OffsetClock(base));
        }
    }

    public static RealmServerBuilder builder() {
        return new RealmServerBuilder();
    }

    /** Starts servers. Returns when all of them are ready. */
    public void start(Collection<Party> parties) throws RealmException, ListenException, InterruptedException {
        // The application server enrols at the certificate authority, whose address it must know.
        for (Party party : parties.stream().filter(party -> party != Party.APP).toList()) {
            listen(party);
        }
        if (parties.contains(Party.APP)) {
            listen(Party.APP);
        }
        for (Party party : parties) {
            awaitReady(party);
        }
    }

    /** Starts one server. Returns when it is ready. */
    public void start(Party party) throws RealmException, ListenException, InterruptedException {
        start(List.of(party));
    }

    /** Starts one server. Returns when it listens, which may be before it is ready. */
    public void listen(Party party) throws RealmException, ListenException {
        int port =
                options.ports.getOrDefault(party, folder.config().address(party).getPort());
        listen(party, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** Starts one server on an address that need not be the one in {@code realm.toml}. */
    public synchronized void listen(Party party, InetSocketAddress address) throws RealmException, ListenException {
        if (servers.containsKey(party)) {
            throw new IllegalStateException(party.id() + " is running");
        }
        ServerContext context = ServerContext.of(folder.withConfig(config()))
                .withClock(clock(party))
                .withRandomness(options.randomness.apply(party))
                .withTraceSink(options.traceSink.apply(party))
                .withKeyPairs(keyPairs);
        RunningServer running =
                RunningServer.start(party, address, ServerFactories.of(party).create(context), context);
        servers.put(party, new EmbeddedServer(party.id(), running));
    }

    /**
     * Waits until a server is ready.
     *
     * @throws RealmException if it cannot become ready
     * @throws IllegalStateException if it is not ready within a minute; the message says why
     */
    public void awaitReady(Party party) throws RealmException, InterruptedException {
        EmbeddedServer server = server(party);
        try {
            server.awaitReady(READY_TIMEOUT);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RealmException cause) {
                throw cause;
            }
            throw new IllegalStateException(party.id() + " failed to become ready", e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException(party.id() + " is not ready: " + server.waits(), e);
        }
    }

    /** Stops a server; it can be started again. */
    public synchronized void stop(Party party) {
        server(party).close();
        servers.remove(party);
    }

    public synchronized boolean isRunning(Party party) {
        return servers.containsKey(party);
    }

    public boolean isReady(Party party) {
        return server(party).isReady();
    }

    /** The conditions that a server has waited for so far, as its status describes them. */
    public List<String> waits(Party party) {
        return server(party).waits();
    }

    /** The address that a server listens on. */
    public InetSocketAddress address(Party party) {
        return server(party).address();
    }

    private synchronized EmbeddedServer server(Party party) {
        return Objects.requireNonNull(servers.get(party), () -> party.id() + " is not running");
    }

    /** Makes clients, and servers that start later, connect to this address, such as a proxy's. */
    public synchronized void route(Party party, InetSocketAddress address) {
        routes.put(party, address);
    }

    /** The configuration for clients, with the addresses of the running servers. */
    public synchronized RealmConfig config() {
        RealmConfig config = folder.config();
        Map<Party, InetSocketAddress> reached = new EnumMap<>(Party.class);
        servers.forEach((party, server) -> reached.put(party, server.address()));
        reached.putAll(routes);
        for (Map.Entry<Party, InetSocketAddress> route : reached.entrySet()) {
            config = config.with(Setting.routeOf(route.getKey()), List.of(route.getValue()));
        }
        return config;
    }

    /** The realm's files. */
    public RealmFolder folder() {
        return folder;
    }

    /** The clock of clients. */
    public OffsetClock clock() {
        return clock(Party.CLIENT);
    }

    /** The clock of one server, or of clients. */
    public OffsetClock clock(Party party) {
        return Objects.requireNonNull(clocks.get(party));
    }

    /** Sets all clocks ahead of their base, or behind it if the offset is negative. */
    public void setClockOffset(Duration offset) {
        clocks.values().forEach(clock -> clock.setOffset(offset));
    }

    /** Adds a user, whose key is derived from a password. */
    public void addUser(PrincipalName name, String password) throws RealmException {
        try (PrincipalStore principals = principals()) {
            new UserProvisioner(principals, folder.config().profile(), options.randomness.apply(Party.REALM))
                    .add(name, password.toCharArray(), options.createdAt());
        }
    }

    /** Adds a service; returns its key, which is random. */
    public SymmetricKey addService(PrincipalName name) throws RealmException {
        Profile profile = folder.config().profile();
        try (PrincipalStore principals = principals()) {
            return new ServiceProvisioner(
                            principals, profile.cipherSuite().name(), options.randomness.apply(Party.REALM), Trace.NONE)
                    .add(name, "K_s", profile.kdcKeyGenerator(Action.SERVICE_KEY_GENERATED), options.createdAt())
                    .key();
        }
    }

    /** Opens the store of principals; the caller closes it. */
    public PrincipalStore principals() throws RealmException {
        return stores().principals(options.randomness.apply(Party.REALM));
    }

    /** Opens the stores of the realm; the caller closes what it takes from them. */
    public RealmStores stores() throws RealmException {
        return RealmStores.of(folder);
    }

    /** Stops the servers. A realm in memory is gone afterwards; a realm in a folder remains. */
    @Override
    public void close() {
        try {
            for (Party party : Party.SERVERS) {
                if (isRunning(party)) {
                    stop(party);
                }
            }
        } finally {
            storage.close();
        }
    }
}
