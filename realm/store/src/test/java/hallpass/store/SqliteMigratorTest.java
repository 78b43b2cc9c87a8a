package hallpass.store;

import static hallpass.store.StoreTestSupport.ALICE;
import static hallpass.store.StoreTestSupport.ENCRYPTION;
import static hallpass.store.StoreTestSupport.NOW;
import static hallpass.store.StoreTestSupport.RANDOM;
import static hallpass.store.StoreTestSupport.assertRealmError;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.config.PrivateFiles;
import hallpass.config.RealmError;
import hallpass.protocol.Principal.PrincipalType;
import hallpass.store.DatabaseLocation.SqliteFile;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteMigratorTest {
    @TempDir
    private Path folder;

    @Test
    void upgradesCertificatesFromVersion1() throws Exception {
        Path file = createVersion1(DatabaseSchema.CERTIFICATES);
        StoreTestSupport.tamper(
                file,
                "INSERT INTO certificates VALUES (1, '0A', 'ID-Server', x'30', 1, 2, 3, 4, 'superseded')",
                "INSERT INTO certificates VALUES (2, '0B', 'ID-Server', x'31', 1, 2, 3, NULL, NULL)");
        assertRealmError(RealmError.SCHEMA_OUTDATED, () -> CertificateLedger.open(new SqliteFile(file)));

        assertThat(SqliteMigrator.upgrade(file, DatabaseSchema.CERTIFICATES))
                .contains("Upgraded " + file + "; the old version is in " + file + ".before-upgrade.");

        try (CertificateLedger ledger = CertificateLedger.open(new SqliteFile(file))) {
            assertThat(ledger.list()).extracting(LedgerEntry::serial).containsExactly("0A", "0B");
            assertThat(ledger.changeCounter()).isEqualTo(1);
            assertThat(ledger.nextCrlNumber()).isEqualTo(1);
        }
        assertThat(StoreTestSupport.query(Path.of(file + ".before-upgrade"), "SELECT COUNT(*) FROM certificates"))
                .isEqualTo("2");
        StoreTestSupport.assertAllPrivate(folder);
        assertThat(SqliteMigrator.upgrade(file, DatabaseSchema.CERTIFICATES)).isEmpty();
    }

    @Test
    void upgradesPrincipalsFromVersion1() throws Exception {
        Path file = createVersion1(DatabaseSchema.PRINCIPALS);
        MasterKey master = MasterKey.create(folder.resolve("master.key"), RANDOM);
        byte[] check = new PrincipalKeySealer(master).checkValue();
        byte[] sealed = new PrincipalKeySealer(master).seal(ALICE, 1, StoreTestSupport.newKey());
        StoreTestSupport.tamper(
                file,
                "INSERT INTO master_key_check VALUES (1, " + literal(check) + ")",
                "INSERT INTO principals VALUES (1, 'alice', 'USER', 1, NULL)",
                "INSERT INTO principal_keys VALUES (1, 1, 'aes128-ecb', '', " + literal(sealed) + ", 1)");

        SqliteMigrator.upgrade(file, DatabaseSchema.PRINCIPALS);

        try (PrincipalStore store = PrincipalStore.open(new SqliteFile(file), master)) {
            assertThat(store.find(ALICE)).isPresent();
            assertThat(store.keysOf(ALICE, NOW)).hasSize(1);
            assertThat(store.keys()).extracting(KeyEntry::retiresAt).containsExactly(Optional.empty());
            assertThat(store.add(
                            PrincipalType.USER, StoreTestSupport.BOB, ENCRYPTION, "", StoreTestSupport.newKey(), NOW))
                    .isEqualTo(1);
        }
    }

    private static String literal(byte[] bytes) {
        return "x'" + HexFormat.of().formatHex(bytes) + "'";
    }

    private Path createVersion1(DatabaseSchema schema) throws Exception {
        Path file = folder.resolve(schema.title() + ".db");
        PrivateFiles.writeNew(file, new byte[0]);
        Flyway.configure(SqliteMigratorTest.class.getClassLoader())
                .dataSource(SqliteSettings.url(file), "", "")
                .locations("classpath:" + schema.migrations(Dialect.SQLITE))
                .table(schema.historyTable())
                .target("1")
                .load()
                .migrate();
        StoreTestSupport.tamper(file, "PRAGMA journal_mode = WAL");
        return file;
    }
}
