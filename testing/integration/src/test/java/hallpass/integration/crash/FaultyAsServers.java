package hallpass.integration.crash;

import hallpass.as.AsExchange;
import hallpass.as.AsRequestHandler;
import hallpass.as.AsServer;
import hallpass.as.KeyUpdateExchange;
import hallpass.as.PreAuthentication;
import hallpass.config.RealmException;
import hallpass.crypto.SymmetricKey;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.process.ServerProgram;
import hallpass.protocol.ClientLookup;
import hallpass.protocol.KdcPolicy;
import hallpass.protocol.Principal;
import hallpass.protocol.Principals;
import hallpass.protocol.ReplayCache;
import hallpass.protocol.Sealer;
import hallpass.runtime.ServerAssembly;
import hallpass.runtime.ServerAssembly.Readiness;
import hallpass.runtime.ServerContext;
import hallpass.store.PrincipalStore;
import hallpass.store.RealmStores;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;

/** AS mains with planted faults, which the crash tests must detect. */
final class FaultyAsServers {
    private FaultyAsServers() {}

    /** Acknowledges a key update 200 ms before it commits it. */
    static final class AcknowledgesBeforeCommit {
        private static final long DELAY_MILLIS = 200;

        private AcknowledgesBeforeCommit() {}

        public static void main(String... arguments) {
            ServerProgram.main(Party.AS, "An AS with a planted fault.", AcknowledgesBeforeCommit::assemble, arguments);
        }

        private static ServerAssembly assemble(ServerContext context) throws RealmException {
            PrincipalStore store = RealmStores.of(context.realm()).principals(context.randomness());
            KdcPolicy policy = context.realm().config().kdcPolicy();
            Sealer sealer = context.realm().config().sealer();
            Principals hasty = new DelayedPrincipals(store, Executors.newSingleThreadScheduledExecutor());
            AsRequestHandler server = new AsRequestHandler(
                    new AsExchange(
                            hasty,
                            ClientLookup.of(hasty),
                            sealer,
                            context.randomness(),
                            policy,
                            PreAuthentication.NONE),
                    new KeyUpdateExchange(hasty, sealer, policy, ReplayCache.DISABLED));
            return new ServerAssembly(
                    policy.ticketGrantingService(), () -> server, Readiness.none(), () -> 0, List.of(store));
        }

        private record DelayedPrincipals(Principals store, ScheduledExecutorService later) implements Principals {
            @Override
            public Optional<Principal> find(PrincipalName name) {
                return store.find(name);
            }

            @Override
            @SuppressWarnings("FutureReturnValueIgnored") // the planted fault
            public OptionalInt replaceKey(
                    PrincipalName name,
                    int expected,
                    String encryption,
                    String salt,
                    SymmetricKey newKey,
                    Instant now) {
                later.schedule(
                        () -> store.replaceKey(name, expected, encryption, salt, newKey, now),
                        DELAY_MILLIS,
                        TimeUnit.MILLISECONDS);
                return OptionalInt.of(expected + 1);
            }
        }
    }

    /** The unmodified AS on a database with {@code synchronous=OFF}. */
    static final class NeverSyncs {
        private static final NonSyncingDriver DRIVER = new NonSyncingDriver();

        private NeverSyncs() {}

        public static void main(String... arguments) throws SQLException {
            DRIVER.replaceSqliteDriver();
            ServerProgram.main(Party.AS, "An AS with a planted fault.", NeverSyncs::assemble, arguments);
        }

        private static ServerAssembly assemble(ServerContext context) throws RealmException {
            ServerAssembly server = AsServer.assemble(context);
            // Not before, because a store checks this setting when it is opened.
            DRIVER.stopSyncing();
            return server;
        }
    }

    /** Delegates to the SQLite driver and can switch off syncs on all its connections. */
    private static final class NonSyncingDriver implements Driver {
        private final List<Connection> connections = new CopyOnWriteArrayList<>();
        private Optional<Driver> sqlite = Optional.empty();
        private volatile boolean syncs = true;

        void replaceSqliteDriver() throws SQLException {
            Driver other = DriverManager.getDriver("jdbc:sqlite:any");
            sqlite = Optional.of(other);
            DriverManager.deregisterDriver(other);
            DriverManager.registerDriver(this);
        }

        void stopSyncing() {
            syncs = false;
            connections.forEach(NonSyncingDriver::stopSyncing);
        }

        private static void stopSyncing(Connection connection) {
            try {
                if (connection.isClosed()) {
                    return;
                }
                try (Statement statement = connection.createStatement()) {
                    statement.execute("PRAGMA synchronous=OFF");
                }
            } catch (SQLException e) {
                throw new IllegalStateException("cannot switch off syncs", e);
            }
        }

        @Override
        public Connection connect(String url, Properties info) throws SQLException {
            Connection connection = sqlite.orElseThrow().connect(url, info);
            connections.add(connection);
            if (!syncs) {
                stopSyncing(connection);
            }
            return connection;
        }

        @Override
        public boolean acceptsURL(String url) throws SQLException {
            return sqlite.orElseThrow().acceptsURL(url);
        }

        @Override
        public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) throws SQLException {
            return sqlite.orElseThrow().getPropertyInfo(url, info);
        }

        @Override
        public int getMajorVersion() {
            return sqlite.orElseThrow().getMajorVersion();
        }

        @Override
        public int getMinorVersion() {
            return sqlite.orElseThrow().getMinorVersion();
        }

        @Override
        public boolean jdbcCompliant() {
            return false;
        }

        @Override
        public Logger getParentLogger() {
            return Logger.getGlobal();
        }
    }
}
