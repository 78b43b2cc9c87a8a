package hallpass.store;

import static hallpass.store.Samples.ALICE;
import static hallpass.store.Samples.ENCRYPTION;
import static hallpass.store.Samples.NOW;
import static hallpass.store.Samples.RANDOM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import hallpass.protocol.Principal.Kind;
import hallpass.realm.PrivateFiles;
import hallpass.realm.RealmProblem;
import hallpass.store.Place.InFile;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the first version of a file to this one. */
final class UpgradeTest {
    @TempDir
    private Path folder;

    @Test
    void carriesTheCertificatesOfTheFirstVersionOver() throws Exception {
        Path file = first(Schema.CERTIFICATES);
        Samples.tamper(
                file,
                "INSERT INTO certificates VALUES (1, '0A', 'ID-Server', x'30', 1, 2, 3, 4, 'superseded')",
                "INSERT INTO certificates VALUES (2, '0B', 'ID-Server', x'31', 1, 2, 3, NULL, NULL)");
        assertThatExceptionOfType(RealmProblem.class)
                .isThrownBy(() -> CertificateLedger.open(new InFile(file)))
                .withMessageEndingWith("type: hallpass realm upgrade");

        assertThat(NewFile.upgrade(file, Schema.CERTIFICATES))
                .contains("Upgraded " + file + "; as it was before, it is in " + file + ".before-upgrade.");

        try (CertificateLedger ledger = CertificateLedger.open(new InFile(file))) {
            assertThat(ledger.list()).extracting(LedgerEntry::serial).containsExactly("0A", "0B");
            assertThat(ledger.changes()).isEqualTo(1);
            assertThat(ledger.nextCrlNumber()).isEqualTo(1);
        }
        assertThat(Samples.ask(Path.of(file + ".before-upgrade"), "SELECT COUNT(*) FROM certificates"))
                .isEqualTo("2");
        Samples.assertAllPrivate(folder);
        assertThat(NewFile.upgrade(file, Schema.CERTIFICATES)).isEmpty();
    }

    @Test
    void carriesThePrincipalsOfTheFirstVersionOver() throws Exception {
        Path file = first(Schema.PRINCIPALS);
        MasterKey master = MasterKey.create(folder.resolve("master.key"), RANDOM);
        byte[] check = new KeySealing(master).check();
        byte[] sealed = new KeySealing(master).seal(ALICE, 1, Samples.newKey());
        Samples.tamper(
                file,
                "INSERT INTO master_key_check VALUES (1, " + literal(check) + ")",
                "INSERT INTO principals VALUES (1, 'alice', 'USER', 1, NULL)",
                "INSERT INTO principal_keys VALUES (1, 1, 'aes128-ecb', '', " + literal(sealed) + ", 1)");

        NewFile.upgrade(file, Schema.PRINCIPALS);

        try (PrincipalStore store = PrincipalStore.open(new InFile(file), master)) {
            assertThat(store.find(ALICE)).isPresent();
            assertThat(store.keysOf(ALICE, NOW)).hasSize(1);
            assertThat(store.keys()).extracting(KeyEntry::retiresAt).containsExactly(Optional.empty());
            assertThat(store.add(Kind.USER, Samples.BOB, ENCRYPTION, "", Samples.newKey(), NOW))
                    .isEqualTo(1);
        }
    }

    private static String literal(byte[] bytes) {
        return "x'" + HexFormat.of().formatHex(bytes) + "'";
    }

    private Path first(Schema schema) throws Exception {
        Path file = folder.resolve(schema.title() + ".db");
        PrivateFiles.writeNew(file, new byte[0]);
        Flyway.configure(UpgradeTest.class.getClassLoader())
                .dataSource(Sqlite.url(file), "", "")
                .locations("classpath:" + schema.migrations(Dialect.SQLITE))
                .table(schema.historyTable())
                .target("1")
                .load()
                .migrate();
        Samples.tamper(file, "PRAGMA journal_mode = WAL");
        return file;
    }
}
