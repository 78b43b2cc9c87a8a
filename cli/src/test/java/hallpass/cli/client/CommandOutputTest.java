package hallpass.cli.client;

import static hallpass.cli.client.StubServers.MEMO;
import static hallpass.cli.client.StubServers.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.cli.client.TestShell.ShellResult;
import hallpass.console.ExitCode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Output that all commands share: traces, JSON, help and usage errors. */
class CommandOutputTest extends CommandTestBase {
    @Test
    void answersInJson() {
        assertThat(shell.withTypedPasswords(PASSWORD)
                        .run("login", "alice", "--json")
                        .out())
                .startsWith("{\"client\":\"alice\",\"realm\":\"HALLPASS.TEST\",\"until\":\"2026-01-01T13:00:00Z\"");
        assertThat(shell.run("request", "memo", "--json").out())
                .isEqualTo("{\"client\":\"alice\",\"server\":\"desk/localhost\",\"request\":\"memo\",\"data\":\"" + MEMO
                        + "\"}\n");
        assertThat(shell.run("tickets", "--json").out()).contains("\"held\":[{\"kind\":\"ticket\"");
        assertThat(shell.run("status", "--json").out()).contains("\"ready\":true", "\"role\":\"as\"");
    }

    @Test
    void printsTraceToStandardErrorWithJson() {
        ShellResult outcome = shell.withTypedPasswords(PASSWORD).run("login", "alice", "--json", "--verbose");

        assertThat(outcome.out()).startsWith("{").hasLineCount(1);
        assertThat(outcome.err()).contains("K1 AS-REQ", "K2 AS-REP");
    }

    @Test
    void wrapsTraceAtEightyColumns() {
        ShellResult outcome = shell.withTypedPasswords(PASSWORD).run("login", "alice", "--verbose");

        assertThat(outcome.out()).contains("K1 AS-REQ", "step  2", "step  7", "step  8");
        assertThat(outcome.out().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void usesColourOnlyOnTerminals() {
        TestShell terminal = shell.withVariable("HALLPASS_TTY", "1").withVariable("LANG", "C.UTF-8");

        assertThat(terminal.withTypedPasswords(PASSWORD)
                        .run("login", "alice", "--verbose")
                        .out())
                .contains("\u001b[", "→");
        assertThat(terminal.withVariable("NO_COLOR", "1")
                        .withTypedPasswords(PASSWORD)
                        .run("login", "alice", "--verbose")
                        .out())
                .doesNotContain("\u001b[")
                .contains("→");
        assertThat(shell.withTypedPasswords(PASSWORD)
                        .run("login", "alice", "--verbose")
                        .out())
                .doesNotContain("\u001b[", "→");
    }

    @Test
    void reportsLostOutput() {
        assertThat(shell.withFullDisk().run("status"))
                .isEqualTo(new ShellResult(
                        ExitCode.OUTPUT_LOST.number(),
                        "",
                        "hallpass: the output is incomplete, because it could not be written: "
                                + "check for a full disk\n"));
        assertThat(shell.withFullDisk().run("status", "--help").exit()).isEqualTo(ExitCode.OUTPUT_LOST.number());
    }

    @Test
    void printsCompletionForAllCommands() {
        assertThat(shell.run("completion").out())
                .contains("_complete_hallpass", "register", "--password-stdin", "as-server.sh");
    }

    @Test
    void suggestsHelpOnUsageError() {
        assertFailure(shell.run("request"), ExitCode.USAGE, "hallpass request --help");
        assertFailure(shell.run("login", "alice", "--nonsense"), ExitCode.USAGE, "hallpass login --help");
        assertFailure(shell.run("pki"), ExitCode.USAGE, "hallpass pki --help");
        assertFailure(shell.run("login", "alice", "--clock-offset", "tomorrow"), ExitCode.USAGE, "10m");
    }

    @Test
    void documentsEveryCommandAndExitCode() {
        for (String command :
                List.of("login", "tickets", "request", "passwd", "logout", "status", "demo", "completion")) {
            assertThat(shell.run(command, "--help").out()).contains("Example");
        }
        assertThat(shell.run("login", "--help").out())
                .contains("printf '%s\\n' \"$PASSWORD\" | hallpass login alice", "$HALLPASS_REALM");
    }

    @Test
    void reportsFolderWithoutRealm() {
        ShellResult outcome =
                shell.run("tickets", "--realm", folder.resolve("none").toString());

        assertFailure(outcome, ExitCode.LOCAL_FILES, "hallpass realm init");
    }
}
