package hallpass.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hallpass.console.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands on a small file system that is full or read-only. */
class DiskFaultTest extends AdminCommandTester {
    private static final int MEGABYTE = 1024 * 1024;

    @BeforeEach
    void mountSmallFileSystem() throws Exception {
        Files.createDirectory(folder());
        assumeTrue(
                system("mount", "-t", "tmpfs", "-o", "size=3m,mode=700", "tmpfs", folder().toString()) == 0,
                "this user cannot mount a file system");
    }

    @AfterEach
    void unmount() throws Exception {
        system("umount", folder().toString());
    }

    @Test
    void namesAFullDisk() throws Exception {
        init();
        addAlice();
        Path filler = folder().resolve("filler");
        fill(filler);
        for (String command : List.of("user remove alice", "service rekey desk/localhost", "app enrol", "ca crl")) {
            AdminCommandResult refused = run("", command.split(" "));
            assertThat(refused.exit()).as(command + refused.err()).isEqualTo(ExitCode.LOCAL_FILES.number());
            assertThat(refused.err()).as(command).contains("the disk is full", "Free some space");
        }
        Files.delete(filler);
        assertThat(run("", "user", "remove", "alice").exit()).isZero();
        assertThat(run("", "audit", "verify").exit()).isZero();
    }

    @Test
    void leavesNoRealmOnAFullDisk() throws Exception {
        Path filler = folder().resolve("filler");
        fill(filler);
        Path realm = folder().resolve("inner");

        AdminCommandResult refused = run("", "realm", "init", realm.toString());

        assertThat(refused.err()).contains("the disk is full");
        Files.delete(filler);
        assertThat(run("", "realm", "init", realm.toString()).exit()).isZero();
    }

    @Test
    void readsARealmOnAReadOnlyFileSystem() throws Exception {
        init();
        addAlice();
        assertThat(system("mount", "-o", "remount,ro", folder().toString())).isZero();

        assertThat(run("", "user", "list").out()).contains("alice");
        for (String command :
                List.of("service list", "keys", "ca list", "audit verify", "audit show", "realm routes")) {
            AdminCommandResult read = run("", command.split(" "));
            assertThat(read.exit()).as(command + read.err()).isZero();
        }
        for (String command :
                List.of("user remove alice", "service rekey desk/localhost", "app enrol", "realm upgrade")) {
            AdminCommandResult refused = run("", command.split(" "));
            assertThat(refused.exit()).as(command).isEqualTo(ExitCode.LOCAL_FILES.number());
            assertThat(refused.err()).as(command).contains("the file system is read-only");
        }
    }

    private static void fill(Path file) throws IOException {
        try (var out = Files.newOutputStream(file)) {
            for (int i = 0; i < 4 * MEGABYTE; i += 1024) {
                out.write(new byte[1024]);
            }
        } catch (IOException e) {
            // The disk is full, as it should be.
        }
    }

    private static int system(String... command) throws Exception {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
