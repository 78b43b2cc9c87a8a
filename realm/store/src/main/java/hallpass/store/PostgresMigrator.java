package hallpass.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import hallpass.config.RealmException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Makes databases in PostgreSQL, each a schema of its own. Apart from {@link PostgresDatabase} because Flyway takes longer
 * to load than a server takes to start.
 */
final class PostgresMigrator {
    /** One that works, and one that holds the lock against another who migrates. */
    private static final int MAX_CONNECTIONS = 2;

    private PostgresMigrator() {}

    static void create(
            PostgresConnector server, String schemaName, DatabaseSchema schema, DatabaseLocation.InitialContent content)
            throws RealmException {
        migrate(server, schemaName, schema);
        try (Database database = PostgresDatabase.open(
                server.withoutTimeouts(), schemaName, schema, DatabaseLocation.Verifier.ACCEPT_ALL)) {
            content.write(database);
        } catch (StoreException e) {
            throw new RealmException(e.description(), e);
        }
    }

    /** Brings a database to the newest version, from none or from an older one; says whether there was anything to do. */
    static boolean migrate(PostgresConnector server, String schemaName, DatabaseSchema schema) throws RealmException {
        try (HikariDataSource pool = newPool(server, schemaName)) {
            return Flyway.configure(PostgresMigrator.class.getClassLoader())
                            .dataSource(pool)
                            .schemas(schemaName)
                            .locations("classpath:" + schema.migrations(Dialect.POSTGRESQL))
                            .table(schema.historyTable())
                            .load()
                            .migrate()
                            .migrationsExecuted
                    > 0;
        } catch (FlywayException e) {
            throw new RealmException(StoreFault.describe(server.name(), e), StoreFault.sqlCause(e));
        }
    }

    private static HikariDataSource newPool(PostgresConnector server, String schemaName) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(schemaName);
        config.setJdbcUrl(server.url());
        config.setDataSourceProperties(server.maintenanceProperties(schemaName));
        config.setMaximumPoolSize(MAX_CONNECTIONS);
        config.setInitializationFailTimeout(-1);
        config.setConnectionTimeout(PostgresConnector.REQUEST_TIMEOUT.toMillis());
        return new HikariDataSource(config);
    }
}
