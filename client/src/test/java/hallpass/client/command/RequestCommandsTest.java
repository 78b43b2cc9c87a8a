package hallpass.client.command;

import static hallpass.client.command.FakeServers.MEMO;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.client.ExitCode;
import hallpass.client.command.CommandRun.Outcome;
import hallpass.trace.Party;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Requests at both doors, with what a login or a registration left. */
class RequestCommandsTest extends ShellAtServers {
    @Test
    void readsTheMemo() {
        login();

        assertThat(shell.run("request", "memo")).isEqualTo(new Outcome(0, MEMO + "\n", ""));
    }

    @Test
    void reusesATokenWhileItIsGood() {
        login();
        shell.run("request", "memo");
        servers.stop(Party.TGS);

        assertThat(shell.run("request", "memo").exit()).isZero();
    }

    @Test
    void asksForAnotherTokenAfterALogin() {
        login();
        shell.run("request", "memo");
        login();
        servers.stop(Party.TGS);

        assertFailure(shell.run("request", "memo"), ExitCode.UNAVAILABLE, "scripts/tgs-server.sh");
    }

    @Test
    void joinsArgumentsByOneSpace() {
        login();

        assertThat(shell.run("request", "echo", "bread", "--", "-and", "milk").out())
                .isEqualTo("bread -and milk\n");
    }

    @Test
    void makesAnswersFitForATerminal() {
        login();

        assertThat(shell.run("request", "echo", "a\u001b[31mb\nc").out()).isEqualTo("a\\u{1b}[31mb\nc\n");
    }

    @Test
    void tellsToLogInFirst() {
        assertFailure(shell.run("request", "memo"), ExitCode.NOT_LOGGED_IN, "hallpass login NAME");
        assertFailure(shell.run("tickets"), ExitCode.NOT_LOGGED_IN, "hallpass login NAME");
        assertFailure(shell.run("passwd"), ExitCode.NOT_LOGGED_IN, "hallpass login NAME");
    }

    @Test
    void tellsThatTheTicketHasExpired() {
        login();
        clock.advance(Duration.ofHours(1));

        assertFailure(shell.run("request", "memo"), ExitCode.NOT_LOGGED_IN, "hallpass login alice");
    }

    @Test
    void namesAnUnknownService() {
        login();

        assertFailure(
                shell.run("request", "memo", "--service", "mail/localhost"),
                ExitCode.REFUSED,
                "no service \"mail/localhost\"");
    }

    @Test
    void namesAnUnknownResource() {
        login();

        assertFailure(shell.run("request", "nothing"), ExitCode.NOT_SERVED, "no resource \"nothing\"");
    }

    @Test
    void refusesARequestThatFitsNoMessage() {
        login();

        assertFailure(shell.run("request", "echo", "x".repeat(70_000)), ExitCode.USAGE, "70005 bytes");
    }

    @Test
    void registersAndReadsTheMemoAtTheCertificateDoor() {
        Outcome registered = shell.run("pki", "register");

        assertThat(registered)
                .isEqualTo(new Outcome(
                        0, "Registered with ID-Server as ID-Client1 for 1 h, until 2026-01-01T13:00:00Z.\n", ""));
        assertThat(shell.run("pki", "request", "memo")).isEqualTo(new Outcome(0, MEMO + "\n", ""));
    }

    @Test
    void usesTheOnlySessionThereIsOrTheOneThatIsNamed() {
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
    void tellsToRegisterAgainWhenTheServerForgotTheSession() {
        register();
        servers.forgetSessions();

        assertFailure(shell.run("pki", "request", "memo"), ExitCode.NOT_LOGGED_IN, "hallpass pki register ID-Client1");
    }

    @Test
    void saysWhatIsWrongWithTheAuthoritysCertificate() throws Exception {
        Files.writeString(servers.realm().authorityCertificate(Party.CLIENT), "no certificate");

        assertFailure(shell.run("pki", "register"), ExitCode.REALM, "ca.crt");
    }
}
