package hallpass.attack.command;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.attack.Attack;
import hallpass.attack.Attacks;
import hallpass.client.command.Environment;
import hallpass.client.command.Terminal;
import hallpass.crypto.Randomness;
import hallpass.trace.Style;
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

    private record Said(int exit, String out, String err) {}

    private static Said hallpass(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal =
                new Terminal(stream(out), stream(err), InputStream.nullInputStream(), Optional.empty(), Style.PLAIN);
        Environment environment =
                new Environment(Map.of(), Path.of("/nowhere"), terminal, InstantSource.system(), Randomness.secure());
        int exit = AttackProgram.commandLine(environment).execute(arguments);
        return new Said(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    @Test
    void listsEveryAttackWithItsGuards() {
        Said said = hallpass("attack", "list");

        assertThat(said.exit()).isZero();
        assertThat(said.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(said.out()).contains("E4   identity splice").contains("aead").contains("A7   stolen TGS key");
        assertThat(hallpass("attack", "list", "--json").out()).startsWith("{\"attacks\":[{");
    }

    @Test
    void showsEveryAttackInEightyColumns() {
        for (Attack attack : Attacks.all()) {
            Said said = hallpass("attack", "show", attack.id());
            assertThat(said.exit()).isZero();
            assertThat(said.out())
                    .contains(attack.title(), "It needs", "Sources", "hallpass attack run " + attack.id());
            assertThat(said.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        }
    }

    @Test
    void namesWhatThereIsWhereSomethingElseIsAskedFor() {
        assertThat(hallpass("attack", "show", "Z9").err()).contains("there is no attack Z9", "E4");
        assertThat(hallpass("attack", "run", "E4", "--guards", "moat").err())
                .contains("there is no guard moat", "aead");
        assertThat(hallpass("attack", "run", "E4", "--guards", "moat").exit()).isEqualTo(2);
    }

    @Test
    void showsWhatTheRealmOfAnAttackHasOtherwise() {
        assertThat(hallpass("attack", "show", "C9").out()).contains("Its realm has\n  - pki.rsa = \"pkcs1-v1_5\"");
        assertThat(hallpass("attack", "show", "E4").out()).doesNotContain("Its realm has");
    }

    @Test
    void writesTheMatrixIntoAFolderAlone() throws Exception {
        Path file = Files.createFile(temporary.resolve("file"));

        assertThat(hallpass("attack", "matrix", "--out", file.toString()).err())
                .isEqualTo("hallpass: " + file + " is no folder: name a folder with --out\n");
    }

    @Test
    void hallpassHasItsOtherCommandsToo() {
        assertThat(hallpass("--help").out()).contains("attack", "login", "realm");
    }
}
