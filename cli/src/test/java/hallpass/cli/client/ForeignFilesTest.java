package hallpass.cli.client;

import static hallpass.cli.client.StubServers.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hallpass.console.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Variables and options that name a file or device that is not Hallpass's. */
class ForeignFilesTest extends CommandTestBase {
    @Test
    void loginAndLogoutKeepDevice() throws Exception {
        Path device = folder.resolve("null");
        assumeTrue(run("mknod", device.toString(), "c", "1", "3") == 0, "mknod needs root");
        Object before = Files.getAttribute(device, "unix:ino");
        TestShell wrong = shell.withVariable("HALLPASS_CACHE", device.toString());

        assertFailure(
                wrong.withTypedPasswords(PASSWORD).run("login", "alice"),
                ExitCode.LOCAL_FILES,
                "not a regular file, but a device: set HALLPASS_CACHE to a new file");
        assertFailure(wrong.run("logout"), ExitCode.LOCAL_FILES, "set HALLPASS_CACHE to a new file");
        assertThat(Files.getAttribute(device, "unix:ino")).isEqualTo(before);
    }

    @Test
    void noCommandWaitsForAPipe() throws Exception {
        Path pipe = folder.resolve("pipe");
        assumeTrue(run("mkfifo", pipe.toString()) == 0, "there is no mkfifo");
        TestShell wrong = shell.withVariable("HALLPASS_CACHE", pipe.toString());

        for (String[] command : new String[][] {
            {"login", "alice"}, {"logout"}, {"tickets"}, {"request", "memo"}, {"pki", "register"}, {"passwd"}
        }) {
            assertFailure(wrong.run(command), ExitCode.LOCAL_FILES, "not a regular file, but a pipe");
        }
        assertThat(Files.isRegularFile(pipe)).isFalse();
        assertThat(pipe).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"milk\n", "[kerberos]\n", "x"})
    void keepsFileOfAnotherFormat(String content) throws Exception {
        Path notes = Files.writeString(folder.resolve("notes.txt"), content);
        TestShell wrong = shell.withVariable("HALLPASS_CACHE", notes.toString());

        assertFailure(wrong.run("logout"), ExitCode.LOCAL_FILES, "not a credentials cache");
        assertFailure(wrong.withTypedPasswords(PASSWORD).run("login", "alice"), ExitCode.LOCAL_FILES, "not a cred");
        assertFailure(wrong.run("pki", "register"), ExitCode.LOCAL_FILES, "set HALLPASS_CACHE to a new file");
        assertThat(notes).hasContent(content);
    }

    @Test
    void asksForHomeOrVariable() {
        TestShell homeless = shell.withHome(Optional.empty());

        assertFailure(homeless.run("tickets"), ExitCode.LOCAL_FILES, "set HOME or HALLPASS_CACHE");
        assertFailure(homeless.run("login", "alice"), ExitCode.LOCAL_FILES, "set HOME or HALLPASS_CACHE");
        assertFailure(
                homeless.withVariable("XDG_STATE_HOME", "state").run("logout"),
                ExitCode.LOCAL_FILES,
                "set HOME or HALLPASS_CACHE");
        assertThat(Path.of("?")).doesNotExist();
        assertThat(homeless.withVariable(
                                "HALLPASS_CACHE", folder.resolve("mine").toString())
                        .withTypedPasswords(PASSWORD)
                        .run("login", "alice")
                        .exit())
                .isZero();
    }

    @Test
    void storesNothingThatDidNotArriveWhole() {
        login();

        assertFailure(shell.run("request", "notes", "put", "x", "Gr\ufffd\ufffdfe"), ExitCode.USAGE, "LC_ALL=C.UTF-8");
        assertFailure(shell.run("user", "add", "J\ufffdrg", "--password-stdin"), ExitCode.USAGE, "J\ufffdrg");
        assertFailure(
                shell.withVariable("HALLPASS_CACHE", "/tmp/\ufffd").run("tickets"), ExitCode.USAGE, "HALLPASS_CACHE");
        assertFailure(shell.run("realm", "init", "r\ufffd"), ExitCode.USAGE, "r\ufffd");
        assertThat(folder.resolve("r\ufffd")).doesNotExist();
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
