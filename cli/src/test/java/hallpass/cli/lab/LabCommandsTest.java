package hallpass.cli.lab;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.cli.CommandEnvironment;
import hallpass.cli.HallpassCommand;
import hallpass.cli.Terminal;
import hallpass.crypto.Randomness;
import hallpass.trace.TerminalStyle;
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

/** The commands {@code hallpass lab new}, {@code check} and {@code play}. */
class LabCommandsTest {
    @TempDir
    private Path temporary;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private int run(String... arguments) {
        out.reset();
        PrintStream both = new PrintStream(out, true, StandardCharsets.UTF_8);
        CommandEnvironment environment = new CommandEnvironment(
                Map.of("HALLPASS_REALM", folder().toString()),
                Optional.of(temporary),
                new Terminal(both, both, new ByteArrayInputStream(new byte[0]), Optional.empty(), TerminalStyle.PLAIN),
                InstantSource.system(),
                Randomness.secure());
        return HallpassCommand.execute(environment, arguments);
    }

    private Path folder() {
        return temporary.resolve("lab-ada");
    }

    private List<String> output() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void newListsGoalsAndCheckReportsNoneReached() throws Exception {
        assertThat(run("lab", "new", "--student", "ada", "--seed", "2027", folder().toString()))
                .isZero();
        assertThat(output()).first().asString().startsWith("Created the realm of ada in ");
        assertThat(output())
                .anyMatch(line -> line.startsWith("Your account is ") && line.contains("with the password: "));
        assertThat(output()).anyMatch(line -> line.startsWith("splice      Read the memo as "));
        assertThat(Files.readString(folder().resolve("realm.toml"))).contains("profile = \"classic\"");

        assertThat(run("lab", "check")).isEqualTo(1);
        assertThat(output()).filteredOn(line -> line.startsWith("not yet     ")).hasSize(4);
        assertThat(output()).last().isEqualTo("ada: 0 of 4.");
        assertThat(output()).allMatch(line -> line.length() <= 80);
        assertThat(run("lab", "check", "--json")).isEqualTo(1);
        assertThat(output())
                .containsExactly("{\"student\":\"ada\",\"reached\":0,\"goals\":4,\"splice\":false,\"guess\":false,"
                        + "\"take-over\":false,\"certify\":false}");
    }

    @Test
    void playReportsUnreachableServer() {
        run("lab", "new", "--student", "ada", folder().toString());

        assertThat(run("lab", "play", "--turns", "1")).isZero();
        assertThat(output()).hasSize(2);
        assertThat(output()).first().asString().contains(" logs in and requests: notes list, every 20 s");
        assertThat(output()).last().asString().contains(" failed: as is unreachable");
    }

    @Test
    void checkRefusesOrdinaryRealm() {
        run("realm", "init", folder().toString());

        assertThat(run("lab", "check")).isNotZero();
        assertThat(output()).singleElement().asString().contains("is not an exercise", "hallpass lab new");
    }

    @Test
    void refusesInvalidStudentName() {
        assertThat(run("lab", "new", "--student", "../ada")).isEqualTo(2);
        assertThat(output()).singleElement().asString().contains("the student name is invalid");
    }
}
