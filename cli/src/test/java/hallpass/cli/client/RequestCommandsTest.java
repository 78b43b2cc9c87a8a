package hallpass.cli.client;

import static hallpass.cli.client.StubServers.MEMO;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.cli.client.TestShell.ShellResult;
import hallpass.console.ExitCode;
import hallpass.message.Party;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Requests to both application servers. */
class RequestCommandsTest extends CommandTestBase {
    @Test
    void readsMemo() {
        login();

        assertThat(shell.run("request", "memo")).isEqualTo(new ShellResult(0, MEMO + "\n", ""));
    }

    @Test
    void reusesValidToken() {
        login();
        shell.run("request", "memo");
        servers.stop(Party.TGS);

        assertThat(shell.run("request", "memo").exit()).isZero();
    }

    @Test
    void requestsNewTokenAfterLogin() {
        login();
        shell.run("request", "memo");
        login();
        servers.stop(Party.TGS);

        assertFailure(shell.run("request", "memo"), ExitCode.UNAVAILABLE, "scripts/tgs-server.sh");
    }

    @Test
    void joinsArgumentsWithSpaces() {
        login();

        assertThat(shell.run("request", "echo", "bread", "--", "-and", "milk").out())
                .isEqualTo("bread -and milk\n");
    }

    @Test
    void escapesControlCharactersInReplies() {
        login();

        assertThat(shell.run("request", "echo", "a\u001b[31mb\nc").out()).isEqualTo("a\\u{1b}[31mb\nc\n");
    }

    @Test
    void suggestsLogin() {
        assertFailure(shell.run("request", "memo"), ExitCode.NOT_LOGGED_IN, "hallpass login NAME");
        assertFailure(shell.run("tickets"), ExitCode.NOT_LOGGED_IN, "hallpass login NAME");
        assertFailure(shell.run("passwd"), ExitCode.NOT_LOGGED_IN, "hallpass login NAME");
    }

    @Test
    void reportsExpiredTicket() {
        login();
        clock.advance(Duration.ofHours(1));

        assertFailure(shell.run("request", "memo"), ExitCode.NOT_LOGGED_IN, "hallpass login alice");
    }

    @Test
    void reportsUnknownService() {
        login();

        assertFailure(
                shell.run("request", "memo", "--service", "mail/localhost"),
                ExitCode.REFUSED,
                "no service \"mail/localhost\"");
    }

    @Test
    void reportsUnknownResource() {
        login();

        assertFailure(shell.run("request", "nothing"), ExitCode.NOT_SERVED, "no resource \"nothing\"");
    }

    @Test
    void refusesOversizedRequest() {
        login();

        assertFailure(shell.run("request", "echo", "x".repeat(70_000)), ExitCode.USAGE, "70005 bytes");
    }

    @Test
    void registersAndReadsMemoAtPkiServer() {
        ShellResult registered = shell.run("pki", "register");

        assertThat(registered)
                .isEqualTo(new ShellResult(
                        0, "Registered with ID-Server as ID-Client1 for 1 h, until 2026-01-01T13:00:00Z.\n", ""));
        assertThat(shell.run("pki", "request", "memo")).isEqualTo(new ShellResult(0, MEMO + "\n", ""));
    }

    @Test
    void usesOnlyOrNamedSession() {
        shell.run("pki", "register", "ID-Client2");
        assertThat(shell.run("pki", "request", "memo").exit()).isZero();

        assertThat(shell.run("pki", "request", "memo", "--as", "ID-Client2").exit())
                .isZero();
        assertFailure(
                shell.run("pki", "request", "memo", "--as", "ID-Client3"),
                ExitCode.NOT_LOGGED_IN,
                "hallpass pki register ID-Client3");
    }

    @Test
    void suggestsRegistrationWhenTheSessionIsUnknown() {
        register();
        servers.forgetSessions();

        assertFailure(shell.run("pki", "request", "memo"), ExitCode.NOT_LOGGED_IN, "hallpass pki register ID-Client1");
    }

    @Test
    void reportsUnreadableCaCertificate() throws Exception {
        Files.writeString(servers.realm().authorityCertificate(Party.CLIENT), "no certificate");

        assertFailure(shell.run("pki", "register"), ExitCode.LOCAL_FILES, "ca.crt");
    }
}
