package hallpass.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.cli.CommandEnvironment;
import hallpass.cli.HallpassCommand;
import hallpass.cli.Terminal;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.console.ExitCode;
import hallpass.crypto.Randomness;
import hallpass.fixtures.ManualClock;
import hallpass.trace.TerminalStyle;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** Runs administration commands on a realm in a temporary folder, with the clock at noon. */
abstract class AdminCommandTester {
    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    static final String DESK = "desk/localhost";

    @TempDir
    Path home;

    /** The exit code and the output of a command. */
    record AdminCommandResult(int exit, String out, String err) {}

    final AdminCommandResult run(String input, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                Optional.empty(),
                TerminalStyle.PLAIN);
        Map<String, String> variables = Map.of("HALLPASS_REALM", folder().toString());
        CommandEnvironment environment = new CommandEnvironment(
                variables, Optional.of(home), terminal, new ManualClock(NOON), Randomness.secure());
        int exit = HallpassCommand.execute(environment, arguments);
        return new AdminCommandResult(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    final Path folder() {
        return home.resolve("realm");
    }

    final RealmFolder realm() throws RealmException {
        return RealmFolder.open(folder());
    }

    final void init() {
        assertThat(run("", "realm", "init").exit()).isZero();
    }

    final void addAlice() {
        assertThat(run("opensesame\n", "user", "add", "alice", "--password-stdin")
                        .exit())
                .isZero();
    }

    static void assertRefused(AdminCommandResult outcome, ExitCode exit, String sentence) {
        assertThat(outcome.exit()).isEqualTo(exit.number());
        assertThat(outcome.err()).startsWith("hallpass: ").contains(sentence);
        assertThat(outcome.out()).isEmpty();
    }
}
