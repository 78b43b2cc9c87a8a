package hallpass.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import hallpass.config.RealmError;
import hallpass.config.RealmException;
import hallpass.trace.PrintableText;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * PostgreSQL connection pool with a circuit breaker. While the server is known to be unreachable,
 * requests fail at once, and one thread tries to reconnect.
 */
final class PostgresPool implements AutoCloseable {
    /** Each connection is a server process, and occupied while its commit is synced. */
    private static final int MAX_CONNECTIONS = 8;

    /** How long a request waits for a free connection. */
    static final Duration BORROW_TIMEOUT = Duration.ofMillis(1500);

    static final Duration RECONNECT_INTERVAL = Duration.ofMillis(250);

    /** Timeout of the pool's validation queries: a shorter pause of the server is not an outage. */
    private static final Duration VALIDATION_TIMEOUT = Duration.ofSeconds(1);

    private final PostgresConnector server;
    private final String schemaName;
    private final DatabaseLocation.Verifier verifier;

    private volatile ConnectionState state;
    private Optional<RealmException> problem = Optional.empty();
    private final CountDownLatch closed = new CountDownLatch(1);

    private sealed interface ConnectionState {}

    private record Connected(HikariDataSource pool) implements ConnectionState {}

    private record Disconnected(RealmError error, String message) implements ConnectionState {}

    /** @param verifier checks the database after connecting */
    PostgresPool(PostgresConnector server, String schemaName, DatabaseLocation.Verifier verifier) {
        this.server = server;
        this.schemaName = schemaName;
        this.verifier = verifier;
        this.state = unreachable();
    }

    /**
     * Connects, or starts reconnecting in the background if the server is unreachable.
     *
     * @throws RealmException on an error that waiting does not resolve
     */
    void connectOrRetry() throws RealmException {
        try {
            state = connect();
        } catch (SQLException e) {
            setOutage(e);
            startReconnecting();
        }
    }

    /** @throws StoreException if the server is unreachable */
    Connection borrow() {
        ConnectionState current = state;
        if (current instanceof Disconnected outage) {
            throw new StoreException(outage.error, server.name(), outage.message);
        }
        try {
            return ((Connected) current).pool.getConnection();
        } catch (SQLException e) {
            throw toStoreException(e);
        }
    }

    /** Converts a failure. A failed connection opens the circuit breaker. */
    StoreException toStoreException(Exception failure) {
        if (failure instanceof StoreException known) {
            return known;
        }
        StoreFault fault = StoreFault.of(failure);
        // Without a free connection, the connections of the pool still work.
        if (fault.isOutage() && fault != StoreFault.CONNECTIONS_USED_UP) {
            return connectionLost(failure);
        }
        return StoreFault.storeException(server.name(), failure);
    }

    synchronized void awaitAvailable(Consumer<String> onWaiting) throws InterruptedException, RealmException {
        while (state instanceof Disconnected) {
            if (problem.isPresent()) {
                throw problem.get();
            }
            onWaiting.accept(waitingText());
            wait();
        }
    }

    Optional<String> outage() {
        return state instanceof Disconnected ? Optional.of(waitingText()) : Optional.empty();
    }

    private String waitingText() {
        String waiting = "waits for the store " + PrintableText.escape(server.name());
        return state instanceof Disconnected outage && outage.error == RealmError.DATABASE_CONNECTIONS_USED_UP
                ? waiting + ", which accepts no more connections"
                : waiting;
    }

    private Disconnected unreachable() {
        return disconnected(StoreFault.UNREACHABLE);
    }

    private Disconnected disconnected(StoreFault fault) {
        StoreException cause = fault.storeException(server.name());
        return new Disconnected(cause.error(), cause.description());
    }

    /** The reason may change while the pool reconnects. */
    private synchronized void setOutage(SQLException e) {
        if (state instanceof Disconnected && StoreFault.of(e).isOutage()) {
            state = disconnected(StoreFault.of(e));
        }
    }

    private StoreException connectionLost(Exception failure) {
        if (disconnect()) {
            startReconnecting();
        }
        Disconnected outage = state instanceof Disconnected disconnected ? disconnected : unreachable();
        return new StoreException(outage.error, server.name(), outage.message, StoreFault.sqlCause(failure));
    }

    /** Returns false if the pool is disconnected or closed already. */
    private synchronized boolean disconnect() {
        if (!(state instanceof Connected connected)) {
            return false;
        }
        state = unreachable();
        // Closing waits for hanging connections.
        startDaemon("store-close", connected.pool::close);
        return !isClosed();
    }

    private void startReconnecting() {
        startDaemon("store-reconnect", () -> {
            boolean reconnected = tryReconnect();
            while (!reconnected && !awaitClosed()) {
                reconnected = tryReconnect();
            }
        });
    }

    private boolean tryReconnect() {
        try {
            setConnected(connect());
            return true;
        } catch (SQLException e) {
            setOutage(e);
            return false;
        } catch (RealmException e) {
            setProblem(e);
            return false;
        }
    }

    private synchronized void setConnected(Connected found) {
        if (isClosed()) {
            found.pool.close();
        } else {
            state = found;
            problem = Optional.empty();
            notifyAll();
        }
    }

    private synchronized void setProblem(RealmException found) {
        problem = Optional.of(found);
        state = new Disconnected(found.error(), found.description());
        notifyAll();
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private boolean awaitClosed() {
        try {
            return closed.await(RECONNECT_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    private Connected connect() throws SQLException, RealmException {
        try (Connection connection = server.connect(server.properties(schemaName));
                Handle handle = Jdbi.create(connection).open()) {
            verifier.verify(handle);
        } catch (SQLException | JdbiException e) {
            if (!StoreFault.of(e).isOutage()) {
                throw StoreFault.realmException(server.name(), e);
            }
            throw new SQLException(StoreFault.sqlCause(e));
        }
        return new Connected(newPool());
    }

    private HikariDataSource newPool() throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setPoolName(schemaName);
        config.setJdbcUrl(server.url());
        config.setDataSourceProperties(server.properties(schemaName));
        config.setMaximumPoolSize(MAX_CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(BORROW_TIMEOUT.toMillis());
        config.setValidationTimeout(VALIDATION_TIMEOUT.toMillis());
        config.setInitializationFailTimeout(PostgresConnector.REQUEST_TIMEOUT.toMillis());
        try {
            return new HikariDataSource(config);
        } catch (PoolInitializationException e) {
            throw new SQLException(StoreFault.sqlCause(e));
        }
    }

    private static void startDaemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed.countDown();
        }
        // No other pool is opened after this point.
        if (state instanceof Connected connected) {
            connected.pool.close();
        }
    }
}
