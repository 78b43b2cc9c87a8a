package hallpass.store;

import hallpass.fixtures.PostgresServer;
import hallpass.store.DatabaseLocation.PostgresSchema;
import hallpass.store.DatabaseLocation.SqliteFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The kinds of databases that the store tests run on. */
enum DatabaseKind {
    SQLITE {
        @Override
        DatabaseLocation location(Path folder, String name) {
            return new SqliteFile(folder.resolve(name + ".db"));
        }

        @Override
        List<String> corruptedBytes(String bytes) {
            return List.of("x''", "x'00'", "substr(" + bytes + ", 1, 20)", "zeroblob(44)");
        }
    },
    POSTGRESQL {
        @Override
        DatabaseLocation location(Path folder, String name) {
            PostgresServer server = PostgresServer.shared();
            return new PostgresSchema(
                    PostgresConnector.at(server.createDatabase(), Optional.of(server.password())), "hallpass_" + name);
        }

        @Override
        List<String> corruptedBytes(String bytes) {
            return List.of("''", "'\\x00'", "substr(" + bytes + ", 1, 20)", "decode(repeat('00', 44), 'hex')");
        }
    };

    /** A location without a database. */
    abstract DatabaseLocation location(Path folder, String name);

    /** SQL expressions for corrupted values of a binary column. */
    abstract List<String> corruptedBytes(String column);
}
