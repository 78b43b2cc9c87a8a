package hallpass.attack.command;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.client.command.Environment;
import hallpass.client.command.Terminal;
import hallpass.crypto.Randomness;
import hallpass.trace.Style;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code hallpass lab}, as teacher and student see it. */
class LabCommandsTest {
    @TempDir
    private Path temporary;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private int lab(String... arguments) {
        out.reset();
        PrintStream both = new PrintStream(out, true, StandardCharsets.UTF_8);
        Environment environment = new Environment(
                Map.of("HALLPASS_REALM", folder().toString()),
                temporary,
                new Terminal(both, both, new ByteArrayInputStream(new byte[0]), Optional.empty(), Style.PLAIN),
                InstantSource.system(),
                Randomness.secure());
        return AttackProgram.commandLine(environment).execute(arguments);
    }

    private Path folder() {
        return temporary.resolve("lab-ada");
    }

    private List<String> said() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void newExerciseTellsItsGoalsAndCheckTellsThatNoneIsReached() throws Exception {
        assertThat(lab("lab", "new", "--student", "ada", "--seed", "2027", folder().toString()))
                .isZero();
        assertThat(said()).first().asString().startsWith("Made the realm of ada in ");
        assertThat(said())
                .anyMatch(line -> line.startsWith("Your account is ") && line.contains("with the password: "));
        assertThat(said()).anyMatch(line -> line.startsWith("splice      Get the memo as "));
        assertThat(Files.readString(folder().resolve("realm.toml"))).contains("profile = \"classic\"");

        assertThat(lab("lab", "check")).isEqualTo(1);
        assertThat(said()).filteredOn(line -> line.startsWith("not yet     ")).hasSize(4);
        assertThat(said()).last().isEqualTo("ada: 0 of 4.");
        assertThat(said()).allMatch(line -> line.length() <= 80);
        assertThat(lab("lab", "check", "--json")).isEqualTo(1);
        assertThat(said())
                .containsExactly("{\"student\":\"ada\",\"reached\":0,\"goals\":4,\"splice\":false,\"guess\":false,"
                        + "\"take-over\":false,\"certify\":false}");
    }

    @Test
    void victimSaysWhatSheCannotDo() {
        lab("lab", "new", "--student", "ada", folder().toString());

        assertThat(lab("lab", "play", "--turns", "1")).isZero();
        assertThat(said()).hasSize(2);
        assertThat(said()).first().asString().contains(" logs in and asks for: notes list, every 20 s");
        assertThat(said()).last().asString().contains(" could not: as cannot be asked");
    }

    @Test
    void realmThatIsNoExerciseIsNone() {
        lab("realm", "init", folder().toString());

        assertThat(lab("lab", "check")).isNotZero();
        assertThat(said()).singleElement().asString().contains("is no exercise", "hallpass lab new");
    }

    @Test
    void studentsNameIsChecked() {
        assertThat(lab("lab", "new", "--student", "../ada")).isEqualTo(2);
        assertThat(said()).singleElement().asString().contains("a student's name has up to 40 letters");
    }
}
