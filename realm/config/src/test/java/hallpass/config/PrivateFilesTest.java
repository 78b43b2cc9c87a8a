package hallpass.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PrivateFilesTest {
    private static final byte[] SECRET = {1, 2, 3};

    @TempDir
    private Path folder;

    /** Runs in a child process, which has its own umask. */
    public static void main(String[] arguments) throws RealmException {
        Path made = Path.of(arguments[0]);
        PrivateFiles.createFolder(made);
        PrivateFiles.write(made.resolve("written"), SECRET);
        PrivateFiles.writeNew(made.resolve("new"), SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"000", "022", "077", "0377"})
    void setsModesIndependentlyOfUmask(String umask) throws Exception {
        Path made = folder.resolve("made");
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "umask " + umask + "; exec \"$@\"",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        PrivateFilesTest.class.getName(),
                        made.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(process.waitFor()).isZero();
        assertThat(mode(made)).isEqualTo("rwx------");
        assertThat(mode(made.resolve("written"))).isEqualTo("rw-------");
        assertThat(mode(made.resolve("new"))).isEqualTo("rw-------");
    }

    @Test
    void readsBackWrittenContent() throws Exception {
        Path file = folder.resolve("key");
        PrivateFiles.write(file, SECRET);
        PrivateFiles.write(file, new byte[] {4, 5});
        assertThat(PrivateFiles.readSecret(file, 2)).containsExactly(4, 5);
        assertThat(entries()).containsExactly("key");
    }

    @Test
    void openReaderKeepsOldContent() throws Exception {
        Path file = folder.resolve("key");
        PrivateFiles.write(file, SECRET);
        try (var reader = Files.newInputStream(file)) {
            PrivateFiles.write(file, new byte[] {4, 5});
            assertThat(reader.readAllBytes()).isEqualTo(SECRET);
        }
    }

    @Test
    void writeNewDoesNotReplace() throws Exception {
        Path file = folder.resolve("key");
        PrivateFiles.writeNew(file, SECRET);
        assertThatExceptionOfType(RealmException.class)
                .isThrownBy(() -> PrivateFiles.writeNew(file, new byte[] {4}))
                .satisfies(e -> assertThat(e.error()).isEqualTo(RealmError.FILE_EXISTS));
        assertThat(PrivateFiles.readSecret(file, 3)).isEqualTo(SECRET);
        assertThat(entries()).containsExactly("key");
    }

    @Test
    void tightensModeOfExistingFolder() throws Exception {
        Path older = Files.createDirectory(folder.resolve("older"));
        Files.setPosixFilePermissions(older, PosixFilePermissions.fromString("rwxrwxrwx"));
        PrivateFiles.createFolder(older);
        assertThat(mode(older)).isEqualTo("rwx------");
    }

    @Test
    void refusesToWriteThroughSymbolicLink() throws Exception {
        Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "public");
        Path link = Files.createSymbolicLink(folder.resolve("key"), elsewhere);
        assertThatExceptionOfType(RealmException.class)
                .isThrownBy(() -> PrivateFiles.write(link, SECRET))
                .withMessageContaining("is a symbolic link");
        assertThatExceptionOfType(RealmException.class).isThrownBy(() -> PrivateFiles.writeNew(link, SECRET));
        assertThat(elsewhere).hasContent("public");
    }

    @Test
    void refusesSymbolicLinkAsFolder() throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), elsewhere);
        assertThatExceptionOfType(RealmException.class).isThrownBy(() -> PrivateFiles.createFolder(link));
        assertThat(mode(elsewhere)).isEqualTo("rwxr-xr-x");
    }

    @Test
    void reportsMissingFileOrFolder() {
        Path file = folder.resolve("none").resolve("key");
        assertThatExceptionOfType(RealmException.class)
                .isThrownBy(() -> PrivateFiles.readSecret(file, 3))
                .withMessage("The file " + file + " could not be read: the file or its folder does not exist.");
        assertThatExceptionOfType(RealmException.class)
                .isThrownBy(() -> PrivateFiles.write(file, SECRET))
                .satisfies(e -> assertThat(e.error()).isEqualTo(RealmError.FILE_MISSING));
        assertThatExceptionOfType(RealmException.class)
                .isThrownBy(() -> PrivateFiles.createFolder(file))
                .satisfies(e -> assertThat(e.error()).isEqualTo(RealmError.FILE_MISSING));
    }

    @Test
    void reportsFullDisk() {
        assertThatExceptionOfType(RealmException.class)
                .isThrownBy(() -> {
                    throw PrivateFiles.ioFailure(
                            "The file", folder.resolve("key"), "written", new IOException("No space left on device"));
                })
                .satisfies(e -> assertThat(e.error()).isEqualTo(RealmError.DISK_FULL));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw-----w-", "rw-rw-rw-", "r--r--r--", "rwx--x---"})
    void refusesSecretAccessibleToOthers(String mode) throws Exception {
        Path file = Files.write(folder.resolve("key"), SECRET);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        assertThatExceptionOfType(RealmException.class)
                .isThrownBy(() -> PrivateFiles.readSecret(file, 3))
                .withMessageContaining("(" + mode + ")")
                .satisfies(e -> assertThat(e.error()).isEqualTo(RealmError.INSECURE_PERMISSIONS));
        assertThat(PrivateFiles.read(file, 3)).isEqualTo(SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "r--------"})
    void readsSecretOfOwner(String mode) throws Exception {
        Path file = Files.write(folder.resolve("key"), SECRET);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        assertThat(PrivateFiles.readSecret(file, 3)).isEqualTo(SECRET);
    }

    @Test
    void refusesOversizedFile() throws Exception {
        Path file = folder.resolve("key");
        PrivateFiles.write(file, SECRET);
        assertThatExceptionOfType(RealmException.class)
                .isThrownBy(() -> PrivateFiles.readSecret(file, 2))
                .withMessageContaining("is longer than 2 bytes");
    }

    @Test
    void refusesIrregularFiles() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", "-m", "600", pipe.toString())
                        .start()
                        .waitFor())
                .isZero();
        for (Path path : Set.of(pipe, folder)) {
            assertThatExceptionOfType(RealmException.class)
                    .isThrownBy(() -> PrivateFiles.readSecret(path, 3))
                    .withMessageContaining("is not a regular file");
        }
    }

    private Set<String> entries() throws Exception {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(path -> path.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    private static String mode(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @ParameterizedTest
    @CsvSource({
        "No space left on device,  DISK_FULL,             the disk is full",
        "Disk quota exceeded,      QUOTA_EXCEEDED,        the disk quota is used up",
        "File too large,           FILE_SIZE_LIMIT,       size limit",
        "Too many open files,      TOO_MANY_OPEN_FILES,   too many files are open",
        "Read-only file system,    READ_ONLY_FILE_SYSTEM, the file system is read-only",
        "a (Permission denied),    ACCESS_DENIED,         permission denied",
        "Input/output error,       IO_FAILURE,            Input/output error"
    })
    void namesTheCauseOfAFailure(String reason, RealmError error, String cause) {
        for (IOException e : List.of(new IOException(reason), new FileSystemException("a", null, reason))) {
            RealmException failure = PrivateFiles.ioFailure("The file", Path.of("a"), "written", e);
            assertThat(failure.error()).isEqualTo(error);
            assertThat(failure.description()).contains(cause);
        }
    }
}
