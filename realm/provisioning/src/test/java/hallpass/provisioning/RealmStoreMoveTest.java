package hallpass.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import hallpass.config.RealmError;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.config.RealmTemplate;
import hallpass.config.Setting;
import hallpass.config.StoreLocation;
import hallpass.crypto.Randomness;
import hallpass.fixtures.ManualClock;
import hallpass.fixtures.PostgresServer;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.store.CertificateLedger;
import hallpass.store.NoteLimits;
import hallpass.store.NoteStore;
import hallpass.store.PrincipalEntry;
import hallpass.store.PrincipalStore;
import hallpass.store.RealmStoreMove;
import hallpass.store.RealmStoreUpgrade;
import hallpass.store.RealmStores;
import hallpass.wire.Bytes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Order(1)
final class RealmStoreMoveTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final PrincipalName ALICE = new PrincipalName("alice");
    private static final StoreLocation FILES = new StoreLocation.SqliteFolder();

    @TempDir
    private Path home;

    private final PostgresServer server = PostgresServer.shared();

    /** The content of the stores that a move must preserve. */
    private record RealmContents(List<PrincipalEntry> principals, List<String> notes, long crlNumber) {}

    @BeforeEach
    void createRealm() throws Exception {
        RealmFolder realm =
                new RealmInitializer(NOON, Randomness.secure(), event -> {}).create(folder(), RealmTemplate.render());
        RealmStores stores = RealmStores.of(realm);
        try (stores) {
            NoteStore notes = stores.notes(Party.SERVICE, NoteLimits.DEFAULT);
            notes.put(ALICE, "back\\slash\\0", "nul \0 and \\0", NOON);
            notes.replays("desk", new ManualClock(NOON)).claim(Bytes.ofHex("01"), NOON);
            CertificateLedger ledger = stores.ledger();
            ledger.reserve("0A", new PrincipalName("ID-Server"), NOON, NOON.plusSeconds(60), NOON);
            ledger.nextCrlNumber();
        }
    }

    @Test
    void movesRealmToPostgresAndBack() throws Exception {
        String toml = Files.readString(folder().resolve("realm.toml"));
        RealmContents before = contents(1);
        StoreLocation database = newDatabase();

        assertThat(move(database)).isGreaterThan(8);

        assertThat(realm().config().get(Setting.STORE)).isEqualTo(database);
        assertThat(contents(2)).isEqualTo(new RealmContents(before.principals, before.notes, 3));
        assertThat(realm().principalDatabase()).exists();

        moveBack();

        assertThat(Files.readString(folder().resolve("realm.toml"))).isEqualTo(toml);
        assertThat(contents(3).principals).isEqualTo(before.principals);
        assertThat(realm().principalDatabase().resolveSibling("principals.db.old"))
                .exists();
    }

    @Test
    void restartsInterruptedMove() throws Exception {
        StoreLocation database = newDatabase();
        Path config = folder().resolve("realm.toml");
        byte[] toml = Files.readAllBytes(config);
        // The incomplete schemas that a killed command leaves.
        PostgresServer.execute(
                ((StoreLocation.PostgresUrl) database).url(),
                server.password(),
                "CREATE SCHEMA hallpass_principals",
                "CREATE SCHEMA hallpass_realm",
                "CREATE TABLE hallpass_realm.state AS SELECT 'unfinished' AS state");
        assertThat(config).hasBinaryContent(toml);

        move(database);

        assertThat(realm().config().get(Setting.STORE)).isEqualTo(database);
        assertThat(contents(1).notes).hasSize(1);
    }

    /**
     * The move is complete except for its last step, which another process or a crash prevented.
     */
    @Test
    void repeatsAMoveThatCouldNotEditTheConfiguration() throws Exception {
        StoreLocation database = newDatabase();
        RealmFolder before = realm();
        Path config = folder().resolve("realm.toml");
        byte[] toml = Files.readAllBytes(config);
        move(database);
        PostgresServer.execute(
                ((StoreLocation.PostgresUrl) database).url(),
                server.password(),
                "UPDATE hallpass_realm.state SET state = 'copy of " + before.id() + "'");
        Files.write(config, toml);

        Awaitility.await()
                .ignoreExceptionsMatching(
                        e -> e instanceof RealmException refusal && refusal.error() == RealmError.STORE_IN_USE)
                .until(() -> move(database) > 0);

        assertThat(realm().config().get(Setting.STORE)).isEqualTo(database);
        assertThat(contents(1).notes).hasSize(1);
    }

    @Test
    void movesARealmWhoseConfigurationWasEditedByHand() throws Exception {
        Path config = folder().resolve("realm.toml");
        Files.writeString(config, "\"store\" = \"sqlite\" # the store\nrealm = \"HALLPASS.TEST\"\n# end");

        move(newDatabase());

        assertThat(Files.readString(config)).contains("# the store", "# end");
        assertThat(contents(1).notes).hasSize(1);
    }

    @Test
    void refusesDatabaseWithRealm() throws Exception {
        StoreLocation database = newDatabase();
        move(database);
        moveBack();
        assertRefused(RealmError.DATABASE_NOT_EMPTY, database);
        assertThat(realm().config().get(Setting.STORE)).isEqualTo(FILES);
    }

    @Test
    void refusesRealmInUse() throws Exception {
        StoreLocation database = newDatabase();
        try (RealmStores stores = RealmStores.of(realm())) {
            stores.ledger().nextCrlNumber();
            assertRefused(RealmError.STORE_IN_USE, database);
        }
        move(database);
        try (RealmStores stores = RealmStores.of(realm())) {
            stores.ledger().nextCrlNumber();
            assertRefused(RealmError.STORE_IN_USE, FILES);
        }
    }

    @Test
    void upgradeCreatesTheReplayCacheThatTheFirstVersionLacks() throws Exception {
        assertThat(new RealmStoreUpgrade(realm()).run()).isEmpty();
        Path replays = realm().replayDatabase(Party.TGS);
        Files.delete(replays);
        assertThatExceptionOfType(RealmException.class)
                .isThrownBy(() -> new RealmStoreUpgrade(realm()).run())
                .matches(e -> e.error() == RealmError.REALM_INCOMPLETE);
        assertThat(replays).doesNotExist();

        downgradePrincipals();
        assertThat(new RealmStoreUpgrade(realm()).run()).hasSize(2).first().isEqualTo("Created " + replays + ".");
        try (RealmStores stores = RealmStores.of(realm())) {
            stores.replays(Party.TGS);
        }
    }

    /** Undoes the second migration. */
    private void downgradePrincipals() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + realm().principalDatabase());
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM principals_history WHERE version = '2'");
            statement.executeUpdate("DROP TABLE replays");
            statement.executeUpdate("ALTER TABLE principal_keys DROP COLUMN retires_at");
        }
    }

    private void assertRefused(RealmError error, StoreLocation target) {
        assertThatExceptionOfType(RealmException.class)
                .isThrownBy(() -> move(target))
                .matches(e -> e.error() == error);
    }

    private long move(StoreLocation to) throws RealmException {
        Optional<String> password =
                to instanceof StoreLocation.PostgresUrl ? Optional.of(server.password()) : Optional.empty();
        return new RealmStoreMove(realm(), to, password).run();
    }

    /** Retries while PostgreSQL ends the sessions of closed stores. */
    private void moveBack() {
        Awaitility.await()
                .ignoreExceptionsMatching(
                        e -> e instanceof RealmException refusal && refusal.error() == RealmError.STORE_IN_USE)
                .until(() -> move(FILES) > 0);
    }

    private StoreLocation newDatabase() throws RealmException {
        return StoreLocation.parse(server.createDatabase());
    }

    private RealmContents contents(int expectedCrlNumber) throws Exception {
        try (RealmStores stores = RealmStores.of(realm())) {
            PrincipalStore principals = stores.principals(Randomness.secure());
            assertThat(principals.find(realm().config().serviceName())).isPresent();
            NoteStore notes = stores.notes(Party.SERVICE, NoteLimits.DEFAULT);
            assertThat(notes.find(ALICE, "back\\slash\\0")).contains("nul \0 and \\0");
            long crlNumber = stores.ledger().nextCrlNumber();
            assertThat(crlNumber).isEqualTo(expectedCrlNumber + 1L);
            return new RealmContents(principals.list(), notes.names(ALICE), crlNumber);
        }
    }

    private RealmFolder realm() throws RealmException {
        return RealmFolder.open(folder());
    }

    private Path folder() {
        return home.resolve("realm");
    }
}
