package hallpass.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import hallpass.realm.RealmProblem;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Makes databases in PostgreSQL, each a schema of its own. Apart from {@link PostgresDatabase} because Flyway takes longer
 * to load than a server takes to start.
 */
final class NewSpace {
    /** One that works, and one that holds the lock against another who migrates. */
    private static final int CONNECTIONS = 2;

    private NewSpace() {}

    static void make(Postgres server, String space, Schema schema, Place.FirstContent content) throws RealmProblem {
        migrate(server, space, schema);
        try (Database database = PostgresDatabase.open(server.patient(), space, schema, Place.Acceptance.OF_ANY)) {
            content.write(database);
        } catch (StoreException e) {
            throw new RealmProblem(e.sentence(), e);
        }
    }

    /** Brings a database to the newest version, from none or from an older one; says whether there was anything to do. */
    static boolean migrate(Postgres server, String space, Schema schema) throws RealmProblem {
        try (HikariDataSource connections = connections(server, space)) {
            return Flyway.configure(NewSpace.class.getClassLoader())
                            .dataSource(connections)
                            .schemas(space)
                            .locations("classpath:" + schema.migrations(Dialect.POSTGRESQL))
                            .table(schema.historyTable())
                            .load()
                            .migrate()
                            .migrationsExecuted
                    > 0;
        } catch (FlywayException e) {
            throw new RealmProblem(StoreFault.sentence(server.name(), e), StoreFault.cause(e));
        }
    }

    private static HikariDataSource connections(Postgres server, String space) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(space);
        config.setJdbcUrl(server.url());
        config.setDataSourceProperties(server.patientSettings(space));
        config.setMaximumPoolSize(CONNECTIONS);
        config.setInitializationFailTimeout(-1);
        config.setConnectionTimeout(Postgres.PATIENCE.toMillis());
        return new HikariDataSource(config);
    }
}
