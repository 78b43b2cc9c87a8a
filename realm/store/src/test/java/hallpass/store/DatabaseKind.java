package hallpass.store;

import hallpass.fixtures.PostgresServer;
import hallpass.store.DatabaseLocation.PostgresSchema;
import hallpass.store.DatabaseLocation.SqliteFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The kinds of databases that every store is tested over. */
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

    /** Where no database is yet. */
    abstract DatabaseLocation location(Path folder, String name);

    /** In SQL: bytes that are not those of a column. */
    abstract List<String> corruptedBytes(String column);
}
