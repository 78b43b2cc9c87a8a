package hallpass.admin;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.client.ExitCode;
import hallpass.client.command.Environment;
import hallpass.client.command.Terminal;
import hallpass.crypto.Randomness;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.testkit.ScriptedClock;
import hallpass.trace.Style;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** What tests of administrators' commands share: at noon, a way to type them, and a folder for a realm. */
abstract class AdminShell {
    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    static final String DESK = "desk/localhost";

    @TempDir
    Path home;

    /** What came of a command. */
    record Outcome(int exit, String out, String err) {}

    final Outcome run(String input, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                Optional.empty(),
                Style.PLAIN);
        Map<String, String> variables = Map.of("HALLPASS_REALM", folder().toString());
        Environment environment =
                new Environment(variables, home, terminal, new ScriptedClock(NOON), Randomness.secure());
        int exit = Hallpass.commandLine(environment).execute(arguments);
        return new Outcome(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    final Path folder() {
        return home.resolve("realm");
    }

    final RealmFolder realm() throws RealmProblem {
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

    static void assertRefused(Outcome outcome, ExitCode exit, String sentence) {
        assertThat(outcome.exit()).isEqualTo(exit.number());
        assertThat(outcome.err()).startsWith("hallpass: ").contains(sentence);
        assertThat(outcome.out()).isEmpty();
    }
}
