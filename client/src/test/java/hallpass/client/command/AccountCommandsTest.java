package hallpass.client.command;

import static hallpass.client.command.FakeServers.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.client.ExitCode;
import hallpass.client.command.CommandRun.Outcome;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logging in and out, what is held meanwhile, and the change of a password. */
class AccountCommandsTest extends ShellAtServers {
    @Test
    void logsInWithATypedPassword() {
        Outcome outcome = shell.typing(PASSWORD).run("login", "alice");

        assertThat(outcome).isEqualTo(new Outcome(0, "Logged in as alice for 1 h, until 2026-01-01T13:00:00Z.\n", ""));
    }

    @Test
    void logsInWithAPasswordOnStandardInput() {
        assertThat(shell.withInput(PASSWORD + "\r\n")
                        .run("login", "alice", "--password-stdin")
                        .exit())
                .isZero();
    }

    @Test
    void saysThatAPasswordIsWrong() {
        assertFailure(shell.typing("wrong").run("login", "alice"), ExitCode.REFUSED, "the password is not the one of");
        assertThat(cache()).doesNotExist();
    }

    @Test
    void tellsOfAnUnknownUserBeforeAnythingIsTyped() {
        // Nobody is at the keyboard: a question would be another error.
        assertFailure(shell.run("login", "bob"), ExitCode.REFUSED, "the realm knows no user \"bob\"");
    }

    @Test
    void namesTheOptionWhereThereIsNoConsole() {
        assertFailure(shell.run("login", "alice"), ExitCode.USAGE, "--password-stdin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\nb", "a\u202eb", "-alice", "a/b"})
    void refusesANameBeforeItIsSent(String name) {
        Outcome outcome = shell.typing(PASSWORD).run("login", "--", name);

        assertFailure(outcome, ExitCode.USAGE, "name");
    }

    @Test
    void refusesAnOverLongName() {
        assertFailure(shell.typing(PASSWORD).run("login", "n".repeat(129)), ExitCode.USAGE, "129 bytes");
    }

    @Test
    void showsBothClocksWhenTheyAreTooFarApart() {
        assertFailure(
                shell.typing(PASSWORD).run("login", "alice", "--clock-offset", "+10m"),
                ExitCode.CLOCK,
                "clocks are 10 min apart");
        assertFailure(shell.typing(PASSWORD).run("login", "alice", "--clock-offset=-10m"), ExitCode.CLOCK, "11:50:00Z");
    }

    @Test
    void showsWhatIsHeld() {
        login();
        shell.run("request", "memo");
        register();

        Outcome outcome = shell.run("tickets");

        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out().lines())
                .hasSize(3)
                .allMatch(line -> line.length() <= 80)
                .anyMatch(line -> line.startsWith("ticket") && line.contains("krbtgt/HALLPASS.TEST"))
                .anyMatch(line -> line.startsWith("token") && line.contains("desk/localhost"))
                .anyMatch(line -> line.startsWith("session") && line.contains("ID-Client1"));
    }

    @Test
    void showsThatAllIsExpired() {
        login();
        clock.advance(Duration.ofHours(1));

        Outcome outcome = shell.run("tickets");

        assertThat(outcome.exit()).isEqualTo(ExitCode.NOT_LOGGED_IN.number());
        assertThat(outcome.out()).contains("ended 2026-01-01T13:00:00Z");
    }

    @Test
    void refusesACacheThatOthersCanReadUntilTheNextLogin() throws Exception {
        login();
        Files.setPosixFilePermissions(cache(), PosixFilePermissions.fromString("rw-r--r--"));

        assertFailure(shell.run("tickets"), ExitCode.REALM, "chmod 600");
        login();
        assertThat(shell.run("tickets").exit()).isZero();
    }

    @Test
    void logsOut() {
        login();

        assertThat(shell.run("logout").out()).isEqualTo("Logged out.\n");
        assertThat(cache()).doesNotExist();
        assertThat(shell.run("logout").exit()).isZero();
    }

    @Test
    void changesThePassword() {
        login();
        Outcome outcome = shell.typing(PASSWORD, "newer", "newer").run("passwd");

        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out()).contains("version 2");
        assertFailure(shell.typing(PASSWORD).run("login", "alice"), ExitCode.REFUSED, "password");
        assertThat(shell.run("request", "memo").exit())
                .as("what was held before stays good")
                .isZero();
        assertThat(shell.typing("newer").run("login", "alice").exit()).isZero();
    }

    @Test
    void changesThePasswordFromStandardInputWithoutALogin() {
        assertThat(shell.withInput(PASSWORD + "\nnewer\n")
                        .run("passwd", "alice", "--password-stdin", "--json")
                        .out())
                .isEqualTo("{\"client\":\"alice\",\"version\":2}\n");
        assertThat(cache()).doesNotExist();
    }

    @Test
    void changesNothingUnlessTheNewPasswordIsTypedTwiceTheSame() {
        assertFailure(
                shell.typing(PASSWORD, "newer", "never").run("passwd", "alice"), ExitCode.USAGE, "passwords differ");
        assertFailure(shell.typing(PASSWORD, "").run("passwd", "alice"), ExitCode.USAGE, "empty");
        assertFailure(shell.typing("wrong", "a", "a").run("passwd", "alice"), ExitCode.REFUSED, "password");
        assertThat(servers.aliceKeyVersion()).isEqualTo(1);
    }
}
