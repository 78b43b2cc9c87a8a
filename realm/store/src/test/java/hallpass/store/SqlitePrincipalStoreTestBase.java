package hallpass.store;

import static hallpass.store.StoreTestSupport.ALICE;
import static hallpass.store.StoreTestSupport.ENCRYPTION;
import static hallpass.store.StoreTestSupport.NOW;
import static hallpass.store.StoreTestSupport.RANDOM;
import static hallpass.store.StoreTestSupport.newKey;

import hallpass.config.RealmException;
import hallpass.protocol.Principal.PrincipalType;
import hallpass.store.DatabaseLocation.SqliteFile;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Base class of tests that use a principal store in an SQLite file. */
abstract class SqlitePrincipalStoreTestBase {
    @TempDir
    Path folder;

    Path file;
    Path keyFile;

    @BeforeEach
    void setPaths() {
        file = folder.resolve("principals.db");
        keyFile = folder.resolve("master.key");
    }

    final void createWithAlice() throws RealmException {
        MasterKey master = MasterKey.create(keyFile, RANDOM);
        try (PrincipalStore store = PrincipalStore.create(new SqliteFile(file), master)) {
            store.add(PrincipalType.USER, ALICE, ENCRYPTION, "", newKey(), NOW);
        }
    }

    static PrincipalStore open(Path file, Path keyFile) throws RealmException {
        return PrincipalStore.open(new SqliteFile(file), MasterKey.read(keyFile, RANDOM));
    }
}
