package hallpass.integration.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.integration.scripts.ScriptClone.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code scripts/postgres.sh remove} removes databases that the script created, and nothing else.
 */
class PostgresScriptTest {
    @TempDir
    private Path temporary;

    private ScriptClone clone;

    @BeforeEach
    void create() throws Exception {
        clone = ScriptClone.create(temporary.resolve("clone"));
        Files.createDirectories(clone.path("db"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"precious/data", "precious/hallpass-postgres.1/data", "hallpass-postgres.123456/other"})
    void keepsFolderThatScriptDoesNotName(String data) throws Exception {
        Path precious = Files.createDirectories(clone.path(data));
        Files.createFile(precious.resolve("PG_VERSION"));
        Files.writeString(clone.path("db/place"), precious + "\n");

        ScriptEnvironmentTest.assertFails(remove(), "which this script has not created");

        assertThat(precious.resolve("PG_VERSION")).exists();
    }

    @Test
    void keepsFolderThatIsNoDatabase() throws Exception {
        Path precious = Files.createDirectories(clone.path("db/data")).resolve("notes.txt");
        Files.createFile(precious);

        ScriptEnvironmentTest.assertFails(remove(), " is not a database.");

        assertThat(precious).exists();
    }

    @Test
    void removesRestOfInterruptedCreation() throws Exception {
        Files.createDirectories(clone.path("db/data.new"));
        Files.createFile(clone.path("db/password"));

        assertThat(remove().exit()).isZero();

        assertThat(clone.path("db/data.new")).doesNotExist();
        assertThat(clone.path("db/password")).doesNotExist();
    }

    private Result remove() throws Exception {
        return clone.run(clone.script("postgres.sh"), "remove", "db");
    }
}
