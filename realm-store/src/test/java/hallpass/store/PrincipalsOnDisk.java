package hallpass.store;

import static hallpass.store.Samples.ALICE;
import static hallpass.store.Samples.ENCRYPTION;
import static hallpass.store.Samples.NOW;
import static hallpass.store.Samples.RANDOM;
import static hallpass.store.Samples.newKey;

import hallpass.protocol.Principal.Kind;
import hallpass.realm.RealmProblem;
import hallpass.store.Place.InFile;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of databases in files share: where one and its key would be, and one that holds Alice. */
abstract class PrincipalsOnDisk {
    @TempDir
    Path folder;

    Path file;
    Path keyFile;

    @BeforeEach
    void name() {
        file = folder.resolve("principals.db");
        keyFile = folder.resolve("master.key");
    }

    final void create() throws RealmProblem {
        MasterKey master = MasterKey.create(keyFile, RANDOM);
        try (PrincipalStore store = PrincipalStore.create(new InFile(file), master)) {
            store.add(Kind.USER, ALICE, ENCRYPTION, "", newKey(), NOW);
        }
    }

    static PrincipalStore open(Path file, Path keyFile) throws RealmProblem {
        return PrincipalStore.open(new InFile(file), MasterKey.read(keyFile, RANDOM));
    }
}
