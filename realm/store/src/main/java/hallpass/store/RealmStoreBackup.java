package hallpass.store;

import hallpass.config.PrivateFiles;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.config.Setting;
import hallpass.config.StoreLocation;
import hallpass.store.DatabaseLocation.SqliteFile;
import hallpass.store.DatabaseLocation.Verifier;
import hallpass.store.RealmStores.RealmDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Copies the databases of a realm of either kind to SQLite files, while servers use them, and
 * restores such files.
 */
public final class RealmStoreBackup {
    /** Newest values that a backup names, by column. */
    private static final Map<String, String> NEWEST = Map.of(
            "principal_keys", "MAX(version)",
            "certificates", "(SELECT serial FROM certificates ORDER BY id DESC LIMIT 1)",
            "ledger_state", "MAX(crl_number)",
            "notes", "MAX(written_at)");

    private RealmStoreBackup() {}

    /**
     * The copy of one database.
     *
     * @param file where the realm's folder has this database if it is an SQLite file
     * @param copy an SQLite file without a write-ahead log
     * @param content for each table, the number of rows and the newest value
     */
    public record DatabaseBackup(Path file, Path copy, SortedMap<String, String> content) {}

    /** The SQLite files of a realm, whether it uses them or not. */
    public static List<Path> files(RealmFolder realm) {
        List<Path> files = new ArrayList<>();
        for (RealmDatabase database : RealmDatabase.values()) {
            files.add(database.file(realm));
        }
        return files;
    }

    /**
     * Copies one consistent state of each database.
     *
     * @param folder an empty folder for the copies
     */
    public static List<DatabaseBackup> copyTo(RealmFolder realm, Path folder) throws RealmException {
        RealmStores stores = RealmStores.of(realm);
        List<DatabaseBackup> backups = new ArrayList<>();
        for (RealmDatabase database : RealmDatabase.values()) {
            Path copy = folder.resolve(database.id() + ".db");
            copy(stores.maintenanceLocation(database), database.schema(), copy);
            backups.add(new DatabaseBackup(database.file(realm), copy, content(copy)));
        }
        return backups;
    }

    private static void copy(DatabaseLocation location, DatabaseSchema schema, Path copy) throws RealmException {
        if (location instanceof SqliteFile file) {
            PrivateFiles.writeNew(copy, temporary -> SqliteFiles.copyInto(file.file(), temporary));
            return;
        }
        try (Database source = location.open(schema, Verifier.ACCEPT_ALL)) {
            source.<Optional<Void>, RealmException>readSnapshot(handle -> {
                new SqliteFile(copy).create(schema, new DatabaseCopy(source, schema)::copyTo);
                return Optional.empty();
            });
        } catch (StoreException e) {
            throw e.toRealmException();
        }
    }

    /** For each table of an SQLite file without a log, the number of rows and the newest value. */
    public static SortedMap<String, String> content(Path file) throws RealmException {
        SortedMap<String, String> content = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection(SqliteSettings.mainFileUrl(file));
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery("SELECT name FROM sqlite_schema WHERE type = 'table'")) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
            for (String table : tables) {
                String newest = NEWEST.getOrDefault(table, "''");
                try (ResultSet row = statement.executeQuery(
                        "SELECT COUNT(*) || ' rows ' || COALESCE(" + newest + ", '') FROM \"" + table + '"')) {
                    content.put(table, row.getString(1).strip());
                }
            }
        } catch (SQLException e) {
            throw StoreFault.realmException(file.toString(), e);
        }
        return content;
    }

    /**
     * Puts databases into service whose copies are at their places in the realm's folder. They are
     * moved to PostgreSQL if the realm uses that.
     *
     * @param archivePrefix the prefix for the PostgreSQL schemas of an existing realm, which are
     *     renamed; without it an existing realm is an error
     * @param age the time since the backup was made
     */
    public static void restore(RealmFolder realm, Optional<String> archivePrefix, Instant now, Duration age)
            throws RealmException {
        StoreLocation target = realm.config().get(Setting.STORE);
        RealmFolder files = realm.withConfig(realm.config().withStore(new StoreLocation.SqliteFolder()));
        RealmStores copies = RealmStores.of(files);
        for (RealmDatabase database : RealmDatabase.values()) {
            copies.location(database).upgrade(database.schema());
            invalidate(copies.location(database), database.schema(), realm, now, age);
        }
        if (target instanceof StoreLocation.PostgresUrl postgres) {
            moveTo(postgres, realm, copies, archivePrefix);
            deleteCopies(files);
        }
    }

    /**
     * Prevents that clients accept something twice or refuse something new because the state is an
     * older one.
     */
    private static void invalidate(
            DatabaseLocation location, DatabaseSchema schema, RealmFolder realm, Instant now, Duration age)
            throws RealmException {
        Instant latest = now.plus(realm.config().get(Setting.SKEW).multipliedBy(2));
        try (Database database = location.open(schema, Verifier.ACCEPT_ALL)) {
            database.<Optional<Void>, RuntimeException>write(handle -> {
                DatabaseReplayCache.markRestored(handle, latest);
                if (schema == DatabaseSchema.CERTIFICATES) {
                    // Clients refuse a lower number than they have seen. No CA publishes a list
                    // each millisecond.
                    handle.execute("UPDATE ledger_state SET crl_number = crl_number + ?", age.toMillis() + 1000);
                }
                return Optional.empty();
            });
        } catch (StoreException e) {
            throw e.toRealmException();
        }
    }

    private static void moveTo(
            StoreLocation.PostgresUrl postgres, RealmFolder realm, RealmStores copies, Optional<String> archivePrefix)
            throws RealmException {
        if (archivePrefix.isPresent()) {
            RealmStores.of(realm).requireUnused();
        }
        try (StoreCreation creation = StoreCreation.beginAt(realm, postgres, Optional.empty(), archivePrefix)) {
            for (RealmDatabase database : RealmDatabase.values()) {
                RealmStoreMove.copy(database, copies, creation.stores());
            }
            creation.finish();
        } catch (StoreException e) {
            throw e.toRealmException();
        }
    }

    private static void deleteCopies(RealmFolder realm) throws RealmException {
        for (Path file : files(realm)) {
            try {
                SqliteMigrator.deleteSidecars(file);
                Files.delete(file);
            } catch (IOException e) {
                throw PrivateFiles.ioFailure("The file", file, "removed", e);
            }
        }
    }
}
