package hallpass.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {
    private static final byte[] CONTENT = "content\n".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    @Test
    void replacesRegularFileAtomically() throws Exception {
        Path file = Files.writeString(folder.resolve("out"), "old content that is longer");
        Path old = Files.createLink(folder.resolve("old"), file);

        new OutputFile(file).write(CONTENT);

        assertThat(file).hasContent("content");
        assertThat(old).hasContent("old content that is longer");
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void writesToDeviceAndKeepsIt() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("/dev/null"));
        for (Path device : List.of(Path.of("/dev/null"), link)) {
            new OutputFile(device).write(CONTENT);
            new OutputFile(device).writeNewPrivate(CONTENT);
        }
        assertThat(FileKind.of(Path.of("/dev/null"))).isEqualTo(FileKind.CHARACTER_DEVICE);
        assertThat(link).isSymbolicLink();
    }

    @Test
    void writesToPipeAndKeepsIt() throws Exception {
        Path pipe = pipe("pipe");
        CompletableFuture<String> reader = CompletableFuture.supplyAsync(() -> readAll(pipe));

        new OutputFile(pipe).write(CONTENT);

        assertThat(reader.get(5, TimeUnit.MINUTES)).isEqualTo("content\n");
        assertThat(FileKind.of(pipe)).isEqualTo(FileKind.PIPE);
    }

    @Test
    void refusesFolderAndLinks() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "old");
        assertRefused(folder, RealmError.NOT_A_REGULAR_FILE, "a folder");
        assertRefused(Files.createSymbolicLink(folder.resolve("a"), file), RealmError.SYMBOLIC_LINK, "link");
        assertRefused(
                Files.createSymbolicLink(folder.resolve("b"), folder.resolve("none")),
                RealmError.SYMBOLIC_LINK,
                "link");
        assertThat(file).hasContent("old");
    }

    @Test
    void refusesBlockDevice() throws Exception {
        Path device = folder.resolve("disk");
        assumeTrue(run("mknod", device.toString(), "b", "7", "250") == 0, "mknod needs root");

        assertRefused(device, RealmError.NOT_A_REGULAR_FILE, "a block device");
        assertThat(FileKind.of(device)).isEqualTo(FileKind.BLOCK_DEVICE);
    }

    @Test
    void recognisesStandardOutput() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("mine"), Path.of("/dev/stdout"));
        assertThat(List.of(Path.of("/dev/stdout"), Path.of("/dev/fd/1"), Path.of("/proc/self/fd/1"), link))
                .allMatch(path -> new OutputFile(path).isStandardOutput());
        assertThat(List.of(Path.of("/dev/stderr"), Path.of("/dev/null"), folder.resolve("x")))
                .noneMatch(path -> new OutputFile(path).isStandardOutput());
    }

    @Test
    void privateFilesNeverReplaceWhatIsNoRegularFile() throws Exception {
        Path pipe = pipe("other");
        for (Path path : List.of(pipe, Path.of("/dev/null"), Files.createDirectory(folder.resolve("dir")))) {
            FileKind before = FileKind.of(path);
            for (PathAction action : List.<PathAction>of(
                    file -> PrivateFiles.write(file, CONTENT),
                    file -> PrivateFiles.writeNew(file, CONTENT),
                    file -> PrivateFiles.read(file, 10),
                    PrivateFiles::delete)) {
                assertThatExceptionOfType(RealmException.class).isThrownBy(() -> action.run(path));
            }
            assertThat(FileKind.of(path)).isEqualTo(before);
        }
        assertThatExceptionOfType(RealmException.class).isThrownBy(() -> PrivateFiles.ensureExists(pipe));
        PrivateFiles.ensureExists(Path.of("/dev/null"));
    }

    @Test
    void lockIsNeverAPipeOrALink() throws Exception {
        pipe(".realm.toml.lock");
        assertThatExceptionOfType(RealmException.class)
                .isThrownBy(() -> FileLocks.withLock(folder.resolve("realm.toml"), () -> true));
        Files.createSymbolicLink(folder.resolve(".x.lock"), folder.resolve("elsewhere"));
        assertThatExceptionOfType(RealmException.class)
                .isThrownBy(() -> FileLocks.withLock(folder.resolve("x"), () -> true));
        assertThat(folder.resolve("elsewhere")).doesNotExist();
    }

    private interface PathAction {
        void run(Path path) throws RealmException;
    }

    private static void assertRefused(Path path, RealmError error, String words) {
        assertThatExceptionOfType(RealmException.class)
                .isThrownBy(() -> new OutputFile(path).write(CONTENT))
                .withMessageContaining(words)
                .satisfies(e -> assertThat(e.error()).isEqualTo(error));
    }

    private Path pipe(String name) throws Exception {
        Path pipe = folder.resolve(name);
        assumeTrue(run("mkfifo", pipe.toString()) == 0, "there is no mkfifo");
        return pipe;
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private static String readAll(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
