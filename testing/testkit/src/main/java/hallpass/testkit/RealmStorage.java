package hallpass.testkit;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import hallpass.config.RealmConfig;
import hallpass.config.Setting;
import hallpass.config.StoreLocation;
import hallpass.store.InMemoryDatabases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.Path;

/** The place of a realm's files and databases. */
interface RealmStorage extends AutoCloseable {
    /** The realm's root folder. */
    Path root();

    /** The configuration with the store of this place. */
    RealmConfig locate(RealmConfig config);

    @Override
    void close();

    /** Files in a file system in memory, and databases in memory. */
    static RealmStorage inMemory() {
        FileSystem files = Jimfs.newFileSystem(Configuration.unix().toBuilder()
                .setAttributeViews("basic", "owner", "posix", "unix")
                .build());
        InMemoryDatabases databases = InMemoryDatabases.open();
        return new RealmStorage() {
            @Override
            public Path root() {
                return files.getPath("/realm");
            }

            @Override
            public RealmConfig locate(RealmConfig config) {
                boolean onDisk = config.get(Setting.STORE) instanceof StoreLocation.SqliteFolder;
                return onDisk ? config.withStore(databases.location()) : config;
            }

            @Override
            public void close() {
                databases.close();
                try {
                    files.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    /** Files and databases in a folder, which stays when the realm is closed. */
    static RealmStorage folder(Path root) {
        return new RealmStorage() {
            @Override
            public Path root() {
                return root;
            }

            @Override
            public RealmConfig locate(RealmConfig config) {
                return config;
            }

            @Override
            public void close() {}
        };
    }
}
