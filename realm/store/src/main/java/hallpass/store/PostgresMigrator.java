package hallpass.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import hallpass.config.RealmException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Creates and upgrades PostgreSQL schemas with Flyway. A separate class from
 * {@link PostgresDatabase}, because loading Flyway takes longer than starting a server.
 */
final class PostgresMigrator {
    /** One connection for the migration, one for Flyway's lock. */
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
            throw e.toRealmException();
        }
    }

    /** Creates or upgrades a schema. Returns false if it has the current version already. */
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
            throw StoreFault.realmException(server.name(), e);
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
