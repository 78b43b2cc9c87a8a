package hallpass.client.command;

import static hallpass.client.command.FakeServers.MEMO;
import static hallpass.client.command.FakeServers.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hallpass.client.ExitCode;
import hallpass.client.command.CommandRun.Outcome;
import hallpass.client.credential.CredentialCache;
import hallpass.testkit.ScriptedClock;
import hallpass.trace.Party;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final ScriptedClock clock = new ScriptedClock(NOON);

    @TempDir
    private Path folder;

    private FakeServers servers;
    private CommandRun shell;

    @BeforeEach
    void start() throws Exception {
        servers = FakeServers.start(folder.resolve("realm"), clock);
        shell = CommandRun.in(folder, clock)
                .with("HALLPASS_REALM", folder.resolve("realm").toString());
    }

    @AfterEach
    void stop() {
        servers.close();
    }

    private void login() {
        assertThat(shell.typing(PASSWORD).run("login", "alice").exit()).isZero();
    }

    private void register() {
        assertThat(shell.run("pki", "register").exit()).isZero();
    }

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
    void answersInJson() {
        assertThat(shell.typing(PASSWORD).run("login", "alice", "--json").out())
                .startsWith("{\"client\":\"alice\",\"realm\":\"HALLPASS.TEST\",\"until\":\"2026-01-01T13:00:00Z\"");
        assertThat(shell.run("request", "memo", "--json").out())
                .isEqualTo("{\"client\":\"alice\",\"server\":\"desk/localhost\",\"request\":\"memo\",\"data\":\"" + MEMO
                        + "\"}\n");
        assertThat(shell.run("tickets", "--json").out()).contains("\"held\":[{\"kind\":\"ticket\"");
        assertThat(shell.run("status", "--json").out()).contains("\"ready\":true", "\"role\":\"as\"");
    }

    @Test
    void tellsTheStoryBesideAJsonAnswerAndNotInIt() {
        Outcome outcome = shell.typing(PASSWORD).run("login", "alice", "--json", "--verbose");

        assertThat(outcome.out()).startsWith("{").hasLineCount(1);
        assertThat(outcome.err()).contains("K1 AS-REQ", "K2 AS-REP");
    }

    @Test
    void tellsTheStoryInEightyColumns() {
        Outcome outcome = shell.typing(PASSWORD).run("login", "alice", "--verbose");

        assertThat(outcome.out()).contains("K1 AS-REQ", "step  2", "step  7", "step  8");
        assertThat(outcome.out().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void usesColourOnTerminalsAlone() {
        CommandRun terminal = shell.with("HALLPASS_TTY", "1").with("LANG", "C.UTF-8");

        assertThat(terminal.typing(PASSWORD).run("login", "alice", "--verbose").out())
                .contains("\u001b[", "→");
        assertThat(terminal.with("NO_COLOR", "1")
                        .typing(PASSWORD)
                        .run("login", "alice", "--verbose")
                        .out())
                .doesNotContain("\u001b[")
                .contains("→");
        assertThat(shell.typing(PASSWORD).run("login", "alice", "--verbose").out())
                .doesNotContain("\u001b[", "→");
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

    @Test
    void logsOut() {
        login();

        assertThat(shell.run("logout").out()).isEqualTo("Logged out.\n");
        assertThat(cache()).doesNotExist();
        assertThat(shell.run("logout").exit()).isZero();
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

    @Test
    void showsHowTheServersAre() {
        Outcome outcome = shell.run("status");

        assertThat(outcome.exit()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out().lines())
                .hasSize(5)
                .allMatch(line -> line.endsWith("ready") && line.length() <= 80)
                .map(line -> line.substring(0, line.indexOf(' ')))
                .containsExactly("as", "tgs", "service", "ca", "app");
    }

    @Test
    void showsWhichServerIsDown() {
        servers.stop(Party.CA);

        Outcome outcome = shell.run("status");

        assertThat(outcome.exit()).isEqualTo(ExitCode.UNAVAILABLE.number());
        assertThat(outcome.out()).containsPattern("(?m)^ca .* unreachable$");
        assertThat(outcome.err()).contains("scripts/ca-server.sh").hasLineCount(1);
    }

    @Test
    void showsWhichClockIsOff() {
        Outcome outcome = shell.run("status", "--clock-offset", "+10m");

        assertThat(outcome.exit()).isEqualTo(ExitCode.CLOCK.number());
        assertThat(outcome.err())
                .isEqualTo(
                        "hallpass: this machine's clock is 10 min ahead of all the servers', where 5 min would be allowed: "
                                + "set it right, or leave out --clock-offset\n");
    }

    @Test
    void saysThatItsOutputIsLostAndDoesNotPretendThatAllIsWell() {
        assertThat(shell.onFullDisk().run("status"))
                .isEqualTo(new Outcome(
                        ExitCode.OUTPUT.number(),
                        "",
                        "hallpass: the output could not be written, and is not whole: see whether the disk is full, "
                                + "or whoever should read it has ended\n"));
        assertThat(shell.onFullDisk().run("status", "--help").exit()).isEqualTo(ExitCode.OUTPUT.number());
    }

    @Test
    void playsTheWholeDemonstration() {
        Outcome outcome = shell.withInput(PASSWORD + "\nnewer\n").run("demo", "--password-stdin");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out()).contains("All 9 acts succeeded.");
        for (String message : List.of(
                "K1", "K2", "K3", "K4", "K5", "K6", "K7", "K8", "K9", "K10", "P3", "P4", "P5", "P6", "P7", "P8")) {
            assertThat(outcome.out()).containsPattern("(<-|->) " + message + " ");
        }
        assertThat(outcome.out().lines())
                .allMatch(line -> line.isEmpty() || (line.length() <= 80 && line.startsWith("client")));
        assertThat(cache()).as("the user's own").doesNotExist();
    }

    @Test
    void pausesInTheMiddleUntilAFileIsRemoved() throws Exception {
        Path file = folder.resolve("pause");
        CompletableFuture<Outcome> demo = CompletableFuture.supplyAsync(() ->
                shell.withInput(PASSWORD + "\nnewer\n").run("demo", "--password-stdin", "--pause", file.toString()));
        await().until(() -> Files.exists(file));

        assertThat(servers.aliceKeyVersion()).as("not played on").isEqualTo(1);
        assertThat(demo).isNotDone();
        Files.delete(file);

        assertThat(demo.get(1, TimeUnit.MINUTES).out()).contains("All 9 acts succeeded.");
    }

    @Test
    void playsWhatItCanWhenAServerIsDown() {
        servers.stop(Party.TGS);

        Outcome outcome = shell.withInput(PASSWORD + "\nnewer\n").run("demo", "--password-stdin");

        assertThat(outcome.exit()).isEqualTo(ExitCode.UNAVAILABLE.number());
        assertThat(outcome.out())
                .contains("The rest of this part is left out.", "ok ID-Client1 reads the memo")
                .doesNotContain("acts succeeded");
    }

    @Test
    void printsACompletionForAllOfIt() {
        assertThat(shell.run("completion").out())
                .contains("_complete_hallpass", "register", "--password-stdin", "as-server.sh");
    }

    @Test
    void pointsToTheHelpWhenMistyped() {
        assertFailure(shell.run("request"), ExitCode.USAGE, "hallpass request --help");
        assertFailure(shell.run("login", "alice", "--nonsense"), ExitCode.USAGE, "hallpass login --help");
        assertFailure(shell.run("pki"), ExitCode.USAGE, "hallpass pki --help");
        assertFailure(shell.run("login", "alice", "--clock-offset", "tomorrow"), ExitCode.USAGE, "10m");
    }

    @Test
    void documentsEveryCommandAndTheExitCodes() {
        for (String command :
                List.of("login", "tickets", "request", "passwd", "logout", "status", "demo", "completion")) {
            assertThat(shell.run(command, "--help").out()).contains("Example");
        }
        assertThat(shell.run("login", "--help").out())
                .contains("printf '%s\\n' \"$PASSWORD\" | hallpass login alice", "$HALLPASS_REALM");
    }

    @Test
    void namesAFolderWithoutARealm() {
        Outcome outcome = shell.run("tickets", "--realm", folder.resolve("none").toString());

        assertFailure(outcome, ExitCode.REALM, "hallpass realm init");
    }

    private void assertFailure(Outcome outcome, ExitCode exit, String words) {
        assertThat(outcome.err()).startsWith("hallpass: ").contains(words).hasLineCount(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.exit()).isEqualTo(exit.number());
    }

    private Path cache() {
        return CredentialCache.of(servers.realm(), Map.of(), folder).file();
    }
}
