package hallpass.testkit;

import hallpass.config.RealmConfig;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.config.RealmTemplate;
import hallpass.config.Setting;
import hallpass.crypto.Randomness;
import hallpass.crypto.SymmetricKey;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.net.ListenException;
import hallpass.pki.KeyPairSource;
import hallpass.protocol.Guard;
import hallpass.protocol.Principal.PrincipalType;
import hallpass.provisioning.RealmInitializer;
import hallpass.provisioning.UserProvisioner;
import hallpass.runtime.RunningServer;
import hallpass.runtime.ServerContext;
import hallpass.store.PrincipalStore;
import hallpass.store.RealmStores;
import hallpass.trace.Trace;
import hallpass.trace.TraceSink;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;

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
    private static final Duration READY_TIMEOUT = Duration.ofSeconds(60);

    /** Age of a new realm: principals must exist for a server whose clock is late. */
    private static final Duration AGE = Duration.ofDays(30);

    private final Builder options;
    private final RealmStorage storage;
    private final RealmFolder folder;
    private final KeyPairSource keyPairs;
    private final Map<Party, OffsetClock> clocks = new EnumMap<>(Party.class);
    private final Map<Party, EmbeddedServer> servers = new EnumMap<>(Party.class);
    private final Map<Party, InetSocketAddress> routes = new EnumMap<>(Party.class);

    private RealmServer(Builder options, RealmStorage storage, RealmFolder folder, KeyPairSource keyPairs) {
        this.options = options;
        this.storage = storage;
        this.folder = folder;
        this.keyPairs = keyPairs;
        for (Party party : Party.values()) {
            InstantSource base = party == Party.CLIENT ? options.clientClock : options.serverClock;
            clocks.put(party, new OffsetClock(base));
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Configures a realm. Every value has a default. */
    public static final class Builder {
        private final Map<String, String> settings = new TreeMap<>();
        private final Map<String, String> users = new LinkedHashMap<>();
        private final Map<Party, Integer> ports = new EnumMap<>(Party.class);
        private List<Party> servers = Party.SERVERS;
        private Optional<Path> folder = Optional.empty();
        private String storePassword = "";
        private InstantSource serverClock = InstantSource.system();
        private InstantSource clientClock = InstantSource.system();
        private Function<Party, Randomness> randomness = party -> Randomness.secure();
        private Optional<KeyPairSource> keyPairs = Optional.empty();
        private Function<Party, TraceSink> traceSink = party -> TraceSink.NONE;

        private Builder() {}

        /** Sets the guards of the realm; see {@link #setting} for the profile. */
        public Builder guards(Guard... guards) {
            return guards(List.of(guards));
        }

        public Builder guards(Collection<Guard> guards) {
            return setting("guards", guards.stream().map(Guard::id).collect(Collectors.joining(",")));
        }

        /** Sets a key of {@code realm.toml}, such as {@code kerberos.ticket-lifetime}. */
        public Builder setting(String key, String value) {
            settings.put(key, value);
            return this;
        }

        public Builder settings(Map<String, String> more) {
            settings.putAll(more);
            return this;
        }

        /** Adds a user when the realm is created. */
        public Builder user(String name, String password) {
            users.put(name, password);
            return this;
        }

        /** Selects the servers that {@link #start} starts; all five by default. */
        public Builder servers(Party... parties) {
            servers = List.of(parties);
            return this;
        }

        /** Sets the port of a server; with 0, the default, the operating system chooses one. */
        public Builder port(Party server, int port) {
            ports.put(server, port);
            return this;
        }

        /** Keeps the realm in a folder, not in memory. An existing realm is opened as it is. */
        public Builder folder(Path root) {
            folder = Optional.of(root);
            return this;
        }

        /** Keeps the principals, certificates and notes in a PostgreSQL database. */
        public Builder store(String url, String password) {
            storePassword = password;
            return setting("store", url);
        }

        /** Sets the clock of all servers and clients. */
        public Builder clock(InstantSource clock) {
            return clocks(clock, clock);
        }

        /** Sets one clock for the servers and another one for clients. */
        public Builder clocks(InstantSource forServers, InstantSource forClients) {
            serverClock = forServers;
            clientClock = forClients;
            return this;
        }

        /** Sets the random bytes of each party; {@link Party#REALM} stands for provisioning. */
        public Builder randomness(Function<Party, Randomness> source) {
            randomness = source;
            return this;
        }

        /**
         * Sets the source of RSA key pairs. By default the realms of a JVM share a few key pairs,
         * because generating one takes longer than starting a realm.
         */
        public Builder keyPairs(KeyPairSource source) {
            keyPairs = Optional.of(source);
            return this;
        }

        /** Receives what each server does, message by message. */
        public Builder traceSink(Function<Party, TraceSink> sink) {
            traceSink = sink;
            return this;
        }

        /** Creates the realm and starts its servers. Returns when all of them are ready. */
        public RealmServer start() throws RealmException, ListenException, InterruptedException {
            RealmServer realm = create();
            try {
                realm.start(servers);
                return realm;
            } catch (RealmException | ListenException | InterruptedException | RuntimeException e) {
                realm.close();
                throw e;
            }
        }

        /** Creates the realm and starts no server. */
        public RealmServer create() throws RealmException {
            RealmStorage storage = folder.isPresent() ? RealmStorage.folder(folder.get()) : RealmStorage.inMemory();
            KeyPairSource pairs = keyPairs.orElseGet(SharedKeyPairs::forRealm);
            try {
                RealmServer realm = new RealmServer(this, storage, openOrCreate(storage, pairs), pairs);
                for (Map.Entry<String, String> user : users.entrySet()) {
                    realm.addUser(new PrincipalName(user.getKey()), user.getValue());
                }
                return realm;
            } catch (RealmException | RuntimeException e) {
                storage.close();
                throw e;
            }
        }

        private RealmFolder openOrCreate(RealmStorage storage, KeyPairSource pairs) throws RealmException {
            if (Files.exists(storage.root().resolve("realm.toml"))) {
                return RealmFolder.open(storage.root());
            }
            return new RealmInitializer(createdAt(), randomness.apply(Party.REALM), Trace.NONE)
                    .withStorePassword(storePassword)
                    .withAuthorityKeys(pairs)
                    .create(storage.root(), RealmTemplate.render(0, settings), storage::locate);
        }

        private Instant createdAt() {
            return serverClock.instant().minus(AGE).truncatedTo(ChronoUnit.MILLIS);
        }
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
        ServerContext context = new ServerContext(
                        folder.withConfig(config()),
                        clock(party),
                        options.randomness.apply(party),
                        options.traceSink.apply(party))
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
        var suite = folder.config().profile().cipherSuite();
        SymmetricKey key = SymmetricKey.random("K_s", suite.keySize(), options.randomness.apply(Party.REALM));
        try (PrincipalStore principals = principals()) {
            principals.add(PrincipalType.SERVICE, name, suite.name(), "", key, options.createdAt());
        }
        return key;
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
