package hallpass.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import hallpass.realm.RealmProblem;
import hallpass.trace.Printable;
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
final class PostgresLine implements AutoCloseable {
    /** Each is a process of the server's, and a commit holds one for as long as the disk takes. */
    private static final int CONNECTIONS = 8;

    /** How long one waits for a connection that others use. */
    static final Duration LENDING = Duration.ofMillis(1500);

    static final Duration LOOK_AGAIN = Duration.ofMillis(250);

    /**
     * How long the pool waits for each of its own questions to a connection, those to a new one among them: a database that
     * stands still for less is not away.
     */
    private static final Duration VALIDATION = Duration.ofSeconds(1);

    private final Postgres server;
    private final String space;
    private final Place.Acceptance acceptance;

    private volatile State state;
    private Optional<RealmProblem> problem = Optional.empty();
    private final CountDownLatch closed = new CountDownLatch(1);

    private sealed interface State {}

    private record Up(HikariDataSource pool) implements State {}

    /** @param sentence what to tell who asks */
    private record Down(String sentence) implements State {}

    /** @param acceptance whether what answers is what was looked for */
    PostgresLine(Postgres server, String space, Place.Acceptance acceptance) {
        this.server = server;
        this.space = space;
        this.acceptance = acceptance;
        this.state = new Down(unreachable());
    }

    /**
     * Connects. A database that cannot be reached is waited for, beside whoever called.
     *
     * @throws RealmProblem for anything that waiting does not help against
     */
    void open() throws RealmProblem {
        try {
            state = connect();
        } catch (SQLException e) {
            look();
        }
    }

    /** @throws StoreException if the database is away */
    Connection lend() {
        if (state instanceof Up up) {
            try {
                return up.pool.getConnection();
            } catch (SQLException e) {
                throw failed(e);
            }
        }
        throw new StoreException(sentence());
    }

    /** What a failure is to those who asked; one of the line is the end of all its connections. */
    StoreException failed(Exception failure) {
        if (failure instanceof StoreException known) {
            return known;
        } else if (StoreFault.of(failure) == StoreFault.UNREACHABLE) {
            return lost(failure);
        }
        return new StoreException(StoreFault.sentence(server.name(), failure), StoreFault.cause(failure));
    }

    /** Returns when the database is there. */
    synchronized void await(Consumer<String> waiting) throws InterruptedException, RealmProblem {
        while (state instanceof Down) {
            if (problem.isPresent()) {
                throw problem.get();
            }
            waiting.accept(waits());
            wait();
        }
    }

    /** What is waited for at this moment, if the database is away. */
    Optional<String> trouble() {
        return state instanceof Down ? Optional.of(waits()) : Optional.empty();
    }

    private String waits() {
        return "waits for the store " + Printable.of(server.name());
    }

    private String sentence() {
        return state instanceof Down down ? down.sentence : unreachable();
    }

    private String unreachable() {
        return StoreFault.UNREACHABLE.sentence(server.name(), "");
    }

    private StoreException lost(Exception failure) {
        if (leave()) {
            look();
        }
        return new StoreException(sentence(), StoreFault.cause(failure));
    }

    /** Whether this is news. */
    private synchronized boolean leave() {
        if (!(state instanceof Up up)) {
            return false;
        }
        state = new Down(unreachable());
        // It waits for connections that hang, which nobody else need do.
        daemon("store-close", up.pool::close);
        return !isClosed();
    }

    private void look() {
        daemon("store-look", () -> {
            boolean over = lookOnce();
            while (!over && !closesSoon()) {
                over = lookOnce();
            }
        });
    }

    /** Whether it was found. */
    private boolean lookOnce() {
        try {
            take(connect());
            return true;
        } catch (SQLException e) {
            return false;
        } catch (RealmProblem e) {
            tell(e);
            return false;
        }
    }

    private synchronized void take(Up found) {
        if (isClosed()) {
            found.pool.close();
        } else {
            state = found;
            problem = Optional.empty();
            notifyAll();
        }
    }

    private synchronized void tell(RealmProblem found) {
        problem = Optional.of(found);
        state = new Down(found.sentence());
        notifyAll();
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private boolean closesSoon() {
        try {
            return closed.await(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    private Up connect() throws SQLException, RealmProblem {
        try (Connection connection = server.connect(server.settings(space));
                Handle handle = Jdbi.create(connection).open()) {
            acceptance.check(handle);
        } catch (SQLException | JdbiException e) {
            if (StoreFault.of(e) != StoreFault.UNREACHABLE) {
                throw new RealmProblem(StoreFault.sentence(server.name(), e), StoreFault.cause(e));
            }
            throw new SQLException(StoreFault.cause(e));
        }
        return new Up(pool());
    }

    private HikariDataSource pool() throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setPoolName(space);
        config.setJdbcUrl(server.url());
        config.setDataSourceProperties(server.settings(space));
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(LENDING.toMillis());
        config.setValidationTimeout(VALIDATION.toMillis());
        config.setInitializationFailTimeout(Postgres.PATIENCE.toMillis());
        try {
            return new HikariDataSource(config);
        } catch (PoolInitializationException e) {
            throw new SQLException(StoreFault.cause(e));
        }
    }

    private static void daemon(String name, Runnable work) {
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
        if (state instanceof Up up) {
            up.pool.close();
        }
    }
}
