package hallpass.store;

import hallpass.config.RealmException;
import hallpass.config.StoreLocation;
import hallpass.store.RealmStores.RealmDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Owns the databases of one in-memory store: they exist until this object is closed. All stores in
 * this JVM that are opened at {@link #location} share them.
 */
public final class InMemoryDatabases implements AutoCloseable {
    private static final AtomicLong COUNTER = new AtomicLong();

    private final StoreLocation.InMemory location = new StoreLocation.InMemory("store-" + COUNTER.incrementAndGet());

    /** One open connection for each database: SQLite frees a database with its last connection. */
    private final List<Connection> anchors = new ArrayList<>();

    private InMemoryDatabases() {}

    /** Reserves memory for the databases; {@link StoreCreation} creates their tables. */
    public static InMemoryDatabases open() {
        InMemoryDatabases databases = new InMemoryDatabases();
        for (RealmDatabase database : RealmDatabase.values()) {
            databases.anchors.add(connect(RealmStores.memoryName(databases.location, database)));
        }
        return databases;
    }

    /**
     * The location for the realm's configuration: {@code config.withStore(databases.location())}.
     */
    public StoreLocation.InMemory location() {
        return location;
    }

    @Override
    public void close() {
        for (Connection anchor : anchors) {
            try {
                anchor.close();
            } catch (SQLException e) {
                throw StoreFault.storeException(location.name(), e);
            }
        }
    }

    /**
     * Runs the migration scripts directly: loading Flyway takes longer than everything else here.
     */
    static void createTables(String name, DatabaseSchema schema) throws RealmException {
        try (Connection connection = connect(name);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String script : schema.sqliteScripts()) {
                statement.executeUpdate(read(schema.migrations(Dialect.SQLITE) + "/" + script + ".sql"));
            }
            statement.executeUpdate("CREATE TABLE " + schema.historyTable() + " AS SELECT 1 AS installed_rank, '"
                    + schema.version() + "' AS version, TRUE AS success");
            connection.commit();
        } catch (SQLException e) {
            throw StoreFault.realmException(name, e);
        }
    }

    private static String read(String resource) {
        try (InputStream script = InMemoryDatabases.class.getClassLoader().getResourceAsStream(resource)) {
            if (script == null) {
                throw new IllegalStateException("no resource " + resource);
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Connection connect(String name) {
        try {
            return DriverManager.getConnection(SqliteSettings.memoryUrl(name), SqliteSettings.memoryProperties());
        } catch (SQLException e) {
            throw StoreFault.storeException(name, e);
        }
    }
}
