package hallpass.cli.client;

import static hallpass.cli.client.StubServers.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.cli.client.TestShell.ShellResult;
import hallpass.console.ExitCode;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountCommandsTest extends CommandTestBase {
    @Test
    void logsInWithTypedPassword() {
        ShellResult outcome = shell.withTypedPasswords(PASSWORD).run("login", "alice");

        assertThat(outcome)
                .isEqualTo(new ShellResult(0, "Logged in as alice for 1 h, until 2026-01-01T13:00:00Z.\n", ""));
    }

    @Test
    void logsInWithPasswordFromStandardInput() {
        assertThat(shell.withInput(PASSWORD + "\r\n")
                        .run("login", "alice", "--password-stdin")
                        .exit())
                .isZero();
    }

    @Test
    void reportsWrongPassword() throws Exception {
        assertFailure(
                shell.withTypedPasswords("wrong").run("login", "alice"),
                ExitCode.REFUSED,
                "the password of \"alice\" is wrong");
        assertThat(cacheFile()).doesNotExist();
    }

    @Test
    void reportsUnknownUserBeforePrompting() {
        // There is no terminal: a prompt would fail with another error.
        assertFailure(shell.run("login", "bob"), ExitCode.REFUSED, "the realm has no user \"bob\"");
    }

    @Test
    void suggestsPasswordStdinWithoutConsole() {
        assertFailure(shell.run("login", "alice"), ExitCode.USAGE, "--password-stdin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\nb", "a\u202eb", "-alice", "a/b"})
    void refusesInvalidNameBeforeSending(String name) {
        ShellResult outcome = shell.withTypedPasswords(PASSWORD).run("login", "--", name);

        assertFailure(outcome, ExitCode.USAGE, "name");
    }

    @Test
    void refusesOverlongName() {
        assertFailure(shell.withTypedPasswords(PASSWORD).run("login", "n".repeat(129)), ExitCode.USAGE, "129 bytes");
    }

    @Test
    void showsBothClocksOnClockSkew() {
        assertFailure(
                shell.withTypedPasswords(PASSWORD).run("login", "alice", "--clock-offset", "+10m"),
                ExitCode.CLOCK_SKEW,
                "clocks are 10 min apart");
        assertFailure(
                shell.withTypedPasswords(PASSWORD).run("login", "alice", "--clock-offset=-10m"),
                ExitCode.CLOCK_SKEW,
                "11:50:00Z");
    }

    @Test
    void listsCredentials() {
        login();
        shell.run("request", "memo");
        register();

        ShellResult outcome = shell.run("tickets");

        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out().lines())
                .hasSize(3)
                .allMatch(line -> line.length() <= 80)
                .anyMatch(line -> line.startsWith("ticket") && line.contains("krbtgt/HALLPASS.TEST"))
                .anyMatch(line -> line.startsWith("token") && line.contains("desk/localhost"))
                .anyMatch(line -> line.startsWith("session") && line.contains("ID-Client1"));
    }

    @Test
    void showsExpiredCredentials() {
        login();
        clock.advance(Duration.ofHours(1));

        ShellResult outcome = shell.run("tickets");

        assertThat(outcome.exit()).isEqualTo(ExitCode.NOT_LOGGED_IN.number());
        assertThat(outcome.out()).contains("ended 2026-01-01T13:00:00Z");
    }

    @Test
    void refusesCacheReadableByOthersUntilNextLogin() throws Exception {
        login();
        Files.setPosixFilePermissions(cacheFile(), PosixFilePermissions.fromString("rw-r--r--"));

        assertFailure(shell.run("tickets"), ExitCode.LOCAL_FILES, "chmod 600");
        login();
        assertThat(shell.run("tickets").exit()).isZero();
    }

    @Test
    void logsOut() throws Exception {
        login();

        assertThat(shell.run("logout").out()).isEqualTo("Logged out.\n");
        assertThat(cacheFile()).doesNotExist();
        assertThat(shell.run("logout").exit()).isZero();
    }

    @Test
    void changesPassword() {
        login();
        ShellResult outcome =
                shell.withTypedPasswords(PASSWORD, "newer", "newer").run("passwd");

        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out()).contains("version 2");
        assertFailure(shell.withTypedPasswords(PASSWORD).run("login", "alice"), ExitCode.REFUSED, "password");
        assertThat(shell.run("request", "memo").exit())
                .as("present tokens stay valid")
                .isZero();
        assertThat(shell.withTypedPasswords("newer").run("login", "alice").exit())
                .isZero();
    }

    @Test
    void changesPasswordFromStandardInputWithoutLogin() throws Exception {
        assertThat(shell.withInput(PASSWORD + "\nnewer\n")
                        .run("passwd", "alice", "--password-stdin", "--json")
                        .out())
                .isEqualTo("{\"client\":\"alice\",\"version\":2}\n");
        assertThat(cacheFile()).doesNotExist();
    }

    @Test
    void requiresMatchingNewPasswords() {
        assertFailure(
                shell.withTypedPasswords(PASSWORD, "newer", "never").run("passwd", "alice"),
                ExitCode.USAGE,
                "passwords differ");
        assertFailure(shell.withTypedPasswords(PASSWORD, "").run("passwd", "alice"), ExitCode.USAGE, "empty");
        assertFailure(shell.withTypedPasswords("wrong", "a", "a").run("passwd", "alice"), ExitCode.REFUSED, "password");
        assertThat(servers.aliceKeyVersion()).isEqualTo(1);
    }
}
