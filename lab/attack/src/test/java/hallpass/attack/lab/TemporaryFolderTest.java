package hallpass.attack.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TemporaryFolderTest {
    @Test
    void deletesItsFilesWhenClosed() throws Exception {
        Path path;
        try (TemporaryFolder folder = TemporaryFolder.create()) {
            path = folder.path();
            Files.createFile(path.resolve("file"));
            assertThat(path).isDirectory();
        }
        assertThat(path).doesNotExist();
    }
}
