package hallpass.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Feature;
import com.google.common.jimfs.Jimfs;
import hallpass.config.PrivateFiles;
import hallpass.config.RealmConfig;
import hallpass.config.RealmError;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.config.RealmTemplate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** File systems without modes or without hard links, as exFAT is one. */
class LimitedFileSystemTest {
    private static final byte[] CONTENT = "secret".getBytes(StandardCharsets.UTF_8);

    private static final Configuration UNIX = Configuration.unix().toBuilder()
            .setAttributeViews("basic", "owner", "posix", "unix")
            .build();

    /** Without hard links, and with modes. */
    private static FileSystem withoutLinks() {
        return Jimfs.newFileSystem(UNIX.toBuilder()
                .setSupportedFeatures(Feature.SYMBOLIC_LINKS, Feature.FILE_CHANNEL)
                .build());
    }

    /** With hard links, and without modes. */
    private static FileSystem withoutModes() {
        return Jimfs.newFileSystem(Configuration.unix());
    }

    @Test
    void createsARealmWithoutHardLinks() throws Exception {
        try (FileSystem files = withoutLinks()) {
            Path root = files.getPath("/realm");
            RealmFolder.create(root, RealmTemplate.render());
            assertThat(RealmFolder.open(root).config()).isEqualTo(RealmConfig.defaults());
        }
    }

    @Test
    void replacesNoFileWithoutHardLinks() throws Exception {
        try (FileSystem files = withoutLinks()) {
            Path file = files.getPath("/file");
            PrivateFiles.writeNew(file, CONTENT);
            assertThatExceptionOfType(RealmException.class)
                    .isThrownBy(() -> PrivateFiles.writeNew(file, new byte[0]))
                    .matches(e -> e.error() == RealmError.FILE_EXISTS);
            assertThat(Files.readAllBytes(file)).isEqualTo(CONTENT);
            assertOnly(file);
        }
    }

    @Test
    void makesNothingWhereThereAreNoModes() throws Exception {
        try (FileSystem files = withoutModes()) {
            Path root = files.getPath("/realm");
            assertNoModes(() -> RealmFolder.create(root, RealmTemplate.render()), root);
            assertThat(Files.exists(root)).isFalse();
            assertOnly(files.getPath("/work"));
        }
    }

    @Test
    void leavesAnExistingFolderEmptyWhereThereAreNoModes() throws Exception {
        try (FileSystem files = withoutModes()) {
            Path root = Files.createDirectory(files.getPath("/realm"));
            assertNoModes(() -> RealmFolder.create(root, RealmTemplate.render()), root);
            try (Stream<Path> entries = Files.list(root)) {
                assertThat(entries).isEmpty();
            }
        }
    }

    @Test
    void writesNoSecretWhereThereAreNoModes() throws Exception {
        try (FileSystem files = withoutModes()) {
            Path file = files.getPath("/cache");
            assertNoModes(() -> PrivateFiles.write(file, CONTENT), file);
            assertNoModes(() -> PrivateFiles.writeNew(file, CONTENT), file);
            assertNoModes(() -> PrivateFiles.ensureExists(file), file);
            assertOnly(files.getPath("/work"));
        }
    }

    private interface Action {
        void run() throws Exception;
    }

    private static void assertNoModes(Action action, Path path) {
        assertThatExceptionOfType(RealmException.class)
                .isThrownBy(action::run)
                .withMessageContaining(path.toString())
                .satisfies(e -> assertThat(e.error().name()).isEqualTo("NO_FILE_MODES"));
    }

    /** Asserts that the root folder contains one file, besides Jimfs's working folder. */
    private static void assertOnly(Path file) throws IOException {
        try (Stream<Path> entries = Files.list(file.getRoot())) {
            assertThat(entries.filter(entry -> !entry.endsWith("work")))
                    .isSubsetOf(file.getFileName().toString().equals("work") ? List.of() : List.of(file));
        }
    }
}
