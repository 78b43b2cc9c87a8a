package hallpass.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
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
 * The connections to a database that may go away and come back. While it is known to be away nobody waits for it: who
 * asks is told so at once, and one thread looks for it until it is there again.
 */
final class PostgresPool implements AutoCloseable {
    /** Each is a process of the server's, and a commit holds one for as long as the disk takes. */
    private static final int MAX_CONNECTIONS = 8;

    /** How long one waits for a connection that others use. */
    static final Duration BORROW_TIMEOUT = Duration.ofMillis(1500);

    static final Duration RECONNECT_INTERVAL = Duration.ofMillis(250);

    /**
     * How long the pool waits for each of its own questions to a connection, those to a new one among them: a database that
     * stands still for less is not away.
     */
    private static final Duration VALIDATION_TIMEOUT = Duration.ofSeconds(1);

    private final PostgresConnector server;
    private final String schemaName;
    private final DatabaseLocation.Verifier verifier;

    private volatile ConnectionState state;
    private Optional<RealmException> problem = Optional.empty();
    private final CountDownLatch closed = new CountDownLatch(1);

    private sealed interface ConnectionState {}

    private record Connected(HikariDataSource pool) implements ConnectionState {}

    /** @param message what to tell who asks */
    private record Disconnected(String message) implements ConnectionState {}

    /** @param verifier whether what answers is what was looked for */
    PostgresPool(PostgresConnector server, String schemaName, DatabaseLocation.Verifier verifier) {
        this.server = server;
        this.schemaName = schemaName;
        this.verifier = verifier;
        this.state = new Disconnected(unreachableMessage());
    }

    /**
     * Connects. A database that cannot be reached is waited for, beside whoever called.
     *
     * @throws RealmException for anything that waiting does not help against
     */
    void connectOrRetry() throws RealmException {
        try {
            state = connect();
        } catch (SQLException e) {
            startReconnecting();
        }
    }

    /** @throws StoreException if the database is away */
    Connection borrow() {
        if (state instanceof Connected connected) {
            try {
                return connected.pool.getConnection();
            } catch (SQLException e) {
                throw toStoreException(e);
            }
        }
        throw new StoreException(outageMessage());
    }

    /** What a failure is to those who asked; one of the line is the end of all its connections. */
    StoreException toStoreException(Exception failure) {
        if (failure instanceof StoreException known) {
            return known;
        } else if (StoreFault.of(failure) == StoreFault.UNREACHABLE) {
            return connectionLost(failure);
        }
        return new StoreException(StoreFault.describe(server.name(), failure), StoreFault.sqlCause(failure));
    }

    /** Returns when the database is there. */
    synchronized void awaitAvailable(Consumer<String> onWaiting) throws InterruptedException, RealmException {
        while (state instanceof Disconnected) {
            if (problem.isPresent()) {
                throw problem.get();
            }
            onWaiting.accept(waitingText());
            wait();
        }
    }

    /** What is waited for at this moment, if the database is away. */
    Optional<String> outage() {
        return state instanceof Disconnected ? Optional.of(waitingText()) : Optional.empty();
    }

    private String waitingText() {
        return "waits for the store " + PrintableText.escape(server.name());
    }

    private String outageMessage() {
        return state instanceof Disconnected disconnected ? disconnected.message : unreachableMessage();
    }

    private String unreachableMessage() {
        return StoreFault.UNREACHABLE.describe(server.name(), "");
    }

    private StoreException connectionLost(Exception failure) {
        if (disconnect()) {
            startReconnecting();
        }
        return new StoreException(outageMessage(), StoreFault.sqlCause(failure));
    }

    /** Whether this is news. */
    private synchronized boolean disconnect() {
        if (!(state instanceof Connected connected)) {
            return false;
        }
        state = new Disconnected(unreachableMessage());
        // It waits for connections that hang, which nobody else need do.
        startDaemon("store-close", connected.pool::close);
        return !isClosed();
    }

    private void startReconnecting() {
        startDaemon("store-look", () -> {
            boolean reconnected = tryReconnect();
            while (!reconnected && !awaitClosed()) {
                reconnected = tryReconnect();
            }
        });
    }

    /** Whether it was found. */
    private boolean tryReconnect() {
        try {
            setConnected(connect());
            return true;
        } catch (SQLException e) {
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
        state = new Disconnected(found.description());
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
            if (StoreFault.of(e) != StoreFault.UNREACHABLE) {
                throw new RealmException(StoreFault.describe(server.name(), e), StoreFault.sqlCause(e));
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
        // From here on no other one comes.
        if (state instanceof Connected connected) {
            connected.pool.close();
        }
    }
}
