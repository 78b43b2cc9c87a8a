package hallpass.cli.lab;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.attack.Attack;
import hallpass.attack.Attacks;
import hallpass.cli.CommandEnvironment;
import hallpass.cli.HallpassCommand;
import hallpass.cli.Terminal;
import hallpass.crypto.Randomness;
import hallpass.trace.TerminalStyle;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttackCommandsTest {
    @TempDir
    private Path temporary;

    private record CommandResult(int exit, String out, String err) {}

    private static CommandResult run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                stream(out), stream(err), InputStream.nullInputStream(), Optional.empty(), TerminalStyle.PLAIN);
        CommandEnvironment environment = new CommandEnvironment(
                Map.of(), Optional.of(Path.of("/nowhere")), terminal, InstantSource.system(), Randomness.secure());
        int exit = HallpassCommand.execute(environment, arguments);
        return new CommandResult(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    @Test
    void listsEveryAttackWithItsGuards() {
        CommandResult result = run("attack", "list");

        assertThat(result.exit()).isZero();
        assertThat(result.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(result.out())
                .contains("E4   identity splice")
                .contains("aead")
                .contains("A7   stolen TGS key");
        assertThat(run("attack", "list", "--json").out()).startsWith("{\"attacks\":[{");
    }

    @Test
    void showsEveryAttackInEightyColumns() {
        for (Attack attack : Attacks.all()) {
            CommandResult result = run("attack", "show", attack.id());
            assertThat(result.exit()).isZero();
            assertThat(result.out())
                    .contains(attack.title(), "Requirements", "References", "hallpass attack run " + attack.id());
            assertThat(result.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        }
    }

    @Test
    void listsValidNamesForUnknownAttackOrGuard() {
        assertThat(run("attack", "show", "Z9").err()).contains("there is no attack Z9", "E4");
        assertThat(run("attack", "run", "E4", "--guards", "moat").err()).contains("there is no guard moat", "aead");
        assertThat(run("attack", "run", "E4", "--guards", "moat").exit()).isEqualTo(2);
    }

    @Test
    void showsRealmSettingsOfAttack() {
        assertThat(run("attack", "show", "C9").out()).contains("Realm settings\n  - pki.rsa = \"pkcs1-v1_5\"");
        assertThat(run("attack", "show", "E4").out()).doesNotContain("Realm settings");
    }

    @Test
    void refusesMatrixOutputThatIsNotAFolder() throws Exception {
        Path file = Files.createFile(temporary.resolve("file"));

        assertThat(run("attack", "matrix", "--out", file.toString()).err())
                .isEqualTo("hallpass: " + file + " is not a folder: give a folder with --out\n");
    }

    @Test
    void includesOtherCommands() {
        assertThat(run("--help").out()).contains("attack", "login", "realm");
    }
}
