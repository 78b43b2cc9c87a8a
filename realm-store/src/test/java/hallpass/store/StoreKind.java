package hallpass.store;

import hallpass.store.Place.InFile;
import java.nio.file.Path;

/** The kinds of databases that every store is tested over. */
enum StoreKind {
    SQLITE;

    /** Where no database is yet. */
    Place place(Path folder, String name) {
        return new InFile(folder.resolve(name + ".db"));
    }
}
