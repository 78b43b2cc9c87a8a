package hallpass.store;

import hallpass.store.Place.InFile;
import hallpass.store.Place.InPostgres;
import hallpass.testkit.PostgresServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The kinds of databases that every store is tested over. */
enum StoreKind {
    SQLITE {
        @Override
        Place place(Path folder, String name) {
            return new InFile(folder.resolve(name + ".db"));
        }

        @Override
        List<String> broken(String bytes) {
            return List.of("x''", "x'00'", "substr(" + bytes + ", 1, 20)", "zeroblob(44)");
        }
    },
    POSTGRESQL {
        @Override
        Place place(Path folder, String name) {
            PostgresServer server = PostgresServer.shared();
            return new InPostgres(
                    Postgres.at(server.newDatabase(), Optional.of(server.password())), "hallpass_" + name);
        }

        @Override
        List<String> broken(String bytes) {
            return List.of("''", "'\\x00'", "substr(" + bytes + ", 1, 20)", "decode(repeat('00', 44), 'hex')");
        }
    };

    /** Where no database is yet. */
    abstract Place place(Path folder, String name);

    /** In SQL: bytes that are not those of a column. */
    abstract List<String> broken(String bytes);
}
