package hallpass.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.status.StatusManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

@Timeout(300)
class ServerLogTest {
    private static final Logger LOG = LoggerFactory.getLogger("trace");
    private static final long MAX_BYTES = 10_000;

    private final List<String> console = new CopyOnWriteArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void closeLog() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).reset();
    }

    @Test
    void keepsNineOwnerOnlyBackups() throws Exception {
        Path file = folder.resolve("100% as.log");
        open(file);

        // The size is checked ten times a second.
        await().until(() -> {
            LOG.info("{}", "x".repeat((int) MAX_BYTES));
            return Files.exists(folder.resolve("100% as.log.9"));
        });
        String last = "the last line";
        await().until(() -> {
            LOG.info("{}", last);
            return Files.size(file) < MAX_BYTES && Files.readString(file).contains(last);
        });

        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all).hasSize(10).allSatisfy(ServerLogTest::assertOwnerOnly);
        }
        assertThat(console).isEmpty();
    }

    @Test
    void recreatesRemovedFileAndReportsItOnce() throws Exception {
        Path file = folder.resolve("as.log");
        ServerLog log = open(file);
        for (int i = 0; i < 2; i++) {
            Files.delete(file);
            await().until(() -> {
                LOG.info("still here");
                return Files.exists(file);
            });
            LOG.info("and on");
            assertThat(file).content().contains("and on");
            assertOwnerOnly(file);
        }
        assertThat(console).containsExactly("its log " + file + " was removed; a new one was created");
        assertThat(log.problem()).isEmpty();
    }

    @Test
    void continuesOnFullDiskAndReportsItOnce() throws Exception {
        Path file = Files.createSymbolicLink(folder.resolve("as.log"), Path.of("/dev/full"));
        ServerLog log = open(file);

        for (int i = 0; i < 100; i++) {
            LOG.info("lost");
        }

        assertThat(log.problem().orElseThrow())
                .isEqualTo("its log " + file + " cannot be written (No space left on device)");
        assertThat(console).singleElement().asString().startsWith("cannot write its log " + file + " (No space left");
        Files.delete(file);
    }

    /** Logback opens the file again before it writes a line, which is then lost. */
    @Test
    void reopeningTheFileDoesNotClearTheProblem() throws Exception {
        Path file = Files.createSymbolicLink(folder.resolve("as.log"), Path.of("/dev/full"));
        ServerLog log = open(file);
        StatusManager statuses = ((LoggerContext) LoggerFactory.getILoggerFactory()).getStatusManager();

        await().until(() -> {
            LOG.info("lost");
            return statuses.getCopyOfStatusList().stream()
                    .anyMatch(status -> status.getMessage().startsWith(PrivateFileAppender.RECOVERED));
        });

        assertThat(log.problem()).isPresent();
        Files.delete(file);
    }

    @Test
    void opensLogAsSoonAsThatIsPossible() throws Exception {
        Path missing = folder.resolve("as");
        Path file = missing.resolve("as.log");
        ServerLog log = open(file);
        LOG.info("lost");
        assertThat(log.problem()).isPresent();
        assertThat(console).hasSize(1);

        Files.createDirectory(missing);

        await().until(() -> {
            LOG.info("kept");
            return log.problem().isEmpty();
        });
        LOG.info("kept");
        assertThat(file).content().contains("kept");
        assertThat(console).hasSize(1);
    }

    private ServerLog open(Path file) {
        return ServerLog.open(file, MAX_BYTES, console::add);
    }

    private static void assertOwnerOnly(Path file) {
        try {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .as(file.toString())
                    .isEqualTo("rw-------");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
