package hallpass.store;

import static hallpass.store.StoreTestSupport.ALICE;
import static hallpass.store.StoreTestSupport.BOB;
import static hallpass.store.StoreTestSupport.ENCRYPTION;
import static hallpass.store.StoreTestSupport.LATER;
import static hallpass.store.StoreTestSupport.NOW;
import static hallpass.store.StoreTestSupport.RANDOM;
import static hallpass.store.StoreTestSupport.assertRealmError;
import static hallpass.store.StoreTestSupport.newKey;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.config.RealmError;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.config.RealmTemplate;
import hallpass.fixtures.JvmFootprint;
import hallpass.fixtures.RefusalAssertions;
import hallpass.message.ErrorCode;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.pki.RevocationReason;
import hallpass.protocol.Principal.PrincipalType;
import hallpass.store.DatabaseLocation.SqliteFile;
import hallpass.store.DatabaseLocation.SqliteMemory;
import hallpass.wire.Bytes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Isolated("counts the threads of this JVM")
final class InMemoryDatabasesTest {
    @TempDir
    private Path folder;

    private final InMemoryDatabases databases = InMemoryDatabases.open();
    private RealmFolder realm;

    @BeforeEach
    void createRealm() throws Exception {
        realm = createRealm("realm", databases);
    }

    private RealmFolder createRealm(String name, InMemoryDatabases location) throws RealmException {
        RealmFolder files = RealmFolder.create(folder.resolve(name), RealmTemplate.render());
        RealmFolder created = files.withConfig(files.config().withStore(location.location()));
        createStores(created);
        return created;
    }

    @AfterEach
    void close() {
        databases.close();
    }

    private static void createStores(RealmFolder realm) throws RealmException {
        try (StoreCreation stores = StoreCreation.begin(realm)) {
            stores.principals(MasterKey.create(realm.masterKeyFile(), RANDOM)).close();
            stores.ledger().close();
            stores.notes(Party.SERVICE, NoteLimits.DEFAULT).close();
            stores.notes(Party.APP, NoteLimits.DEFAULT).close();
            stores.replays(Party.TGS).close();
            stores.finish();
        }
    }

    @Test
    void storesSeeEachOthersWrites() throws Exception {
        try (RealmStores as = RealmStores.of(realm);
                RealmStores other = RealmStores.of(realm)) {
            as.principals(RANDOM).add(PrincipalType.USER, ALICE, ENCRYPTION, "", newKey(), NOW);
            assertThat(other.principals(RANDOM).find(ALICE)).isPresent();

            as.ledger().reserve("0A", new PrincipalName("ID-Server"), NOW, LATER, NOW);
            assertThat(other.ledger().revoke("0A", RevocationReason.SUPERSEDED, NOW))
                    .isEqualTo(CertificateLedger.RevocationOutcome.REVOKED);

            as.notes(Party.SERVICE, NoteLimits.DEFAULT).put(ALICE, "a", "x", NOW);
            assertThat(other.notes(Party.SERVICE, NoteLimits.DEFAULT).find(ALICE, "a"))
                    .contains("x");
            assertThat(other.notes(Party.APP, NoteLimits.DEFAULT).names(ALICE)).isEmpty();

            Bytes sealed = Bytes.ofHex("01");
            as.replays(Party.TGS).replays("tgs", () -> NOW).claim(sealed, LATER);
            RefusalAssertions.assertRefused(
                    ErrorCode.KRB_AP_ERR_REPEAT,
                    () -> other.replays(Party.TGS).replays("tgs", () -> NOW).claim(sealed, LATER));
        }
    }

    @Test
    void writesOfSeveralStoresWaitForEachOther() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (RealmStores one = RealmStores.of(realm);
                RealmStores two = RealmStores.of(realm)) {
            NoteLimits limits = new NoteLimits(1000, 10);
            List<NoteStore> stores = List.of(one.notes(Party.APP, limits), two.notes(Party.APP, limits));
            List<Future<?>> writes = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String name = "n" + i;
                NoteStore store = stores.get(i % 2);
                writes.add(threads.submit(() -> {
                    store.put(ALICE, name, "x", NOW);
                    return store.find(ALICE, name).orElseThrow();
                }));
            }
            for (Future<?> write : writes) {
                write.get();
            }
            assertThat(stores.get(0).names(ALICE)).hasSize(200);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void keepsContentWhileNoStoreIsOpen() throws Exception {
        try (RealmStores stores = RealmStores.of(realm)) {
            stores.principals(RANDOM).add(PrincipalType.USER, BOB, ENCRYPTION, "", newKey(), NOW);
        }
        try (RealmStores stores = RealmStores.of(realm)) {
            assertThat(stores.principals(RANDOM).find(BOB)).isPresent();
        }
    }

    @Test
    void separatesRealms() throws Exception {
        try (InMemoryDatabases others = InMemoryDatabases.open()) {
            RealmFolder other = createRealm("other", others);
            try (RealmStores first = RealmStores.of(realm);
                    RealmStores second = RealmStores.of(other)) {
                first.principals(RANDOM).add(PrincipalType.USER, ALICE, ENCRYPTION, "", newKey(), NOW);
                assertThat(second.principals(RANDOM).list()).isEmpty();
            }
        }
    }

    @Test
    void leavesNothingAfterClose() throws Exception {
        databases.close();

        try (RealmStores stores = RealmStores.of(realm)) {
            assertRealmError(RealmError.WRONG_DATABASE, stores::ledger);
        }
        assertThat(realm.principalDatabase()).doesNotExist();
    }

    @Test
    void leavesNoThreadOrPropertyInTheJvm() throws Exception {
        JvmFootprint before = JvmFootprint.capture();
        try (InMemoryDatabases others = InMemoryDatabases.open();
                RealmStores stores = RealmStores.of(createRealm("other", others))) {
            stores.principals(RANDOM).add(PrincipalType.USER, ALICE, ENCRYPTION, "", newKey(), NOW);
            stores.replays(Party.TGS).replays("tgs", () -> NOW).claim(Bytes.ofHex("01"), LATER);
        }
        before.assertUnchanged();
    }

    /** Flyway and {@link InMemoryDatabases#createTables} create the same tables. */
    @ParameterizedTest
    @EnumSource
    void hasTheTablesOfAFile(RealmStores.RealmDatabase kind) throws Exception {
        DatabaseSchema schema = kind.schema();
        DatabaseLocation memory = new SqliteMemory(RealmStores.memoryName(databases.location(), kind));
        DatabaseLocation file = new SqliteFile(folder.resolve("file.db"));
        file.create(schema, DatabaseLocation.InitialContent.EMPTY);
        try (Database inFile = file.open(schema, DatabaseLocation.Verifier.ACCEPT_ALL);
                Database inMemory = memory.open(schema, DatabaseLocation.Verifier.ACCEPT_ALL)) {
            assertThat(tables(inMemory, schema)).isNotEmpty().isEqualTo(tables(inFile, schema));
        }
    }

    private static List<String> tables(Database database, DatabaseSchema schema) {
        return database.read(handle -> handle.createQuery("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"
                        + " AND tbl_name <> '" + schema.historyTable() + "' ORDER BY name")
                .mapTo(String.class)
                .list());
    }
}
