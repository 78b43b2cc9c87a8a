package hallpass.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hallpass.it.LaunchedJar.Ended;
import hallpass.it.LaunchedJar.Launcher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code hallpass attack run}, with servers that are processes; and what it prints, done again by hand. */
class LaunchedAttackTest {
    @TempDir
    private Path temporary;

    @ParameterizedTest
    @ValueSource(strings = {"E4", "E5"})
    void succeedsAndCanBeDoneAgainByHandWithOpenssl(String id) throws Exception {
        Ended ended = run("attack", "run", id, "--seed", "1");

        assertThat(ended.err()).isEmpty();
        assertThat(ended.text()).contains("The attack succeeded.");
        assertThat(ended.exit()).isZero();
        assertThat(ended.out()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        List<String> out = ended.out();
        int from = out.indexOf("xxd -r -p <<'END' > blocks.bin");
        int to = from + out.subList(from, out.size()).indexOf("");
        List<String> rows = out.subList(to + 1, out.size());
        assumeTrue(Openssl.isInstalled()
                && shell(List.of("command -v xxd")).lines().count() == 1);
        assertThat(shell(out.subList(from, to)).lines()).containsExactlyElementsOf(rows.subList(0, rows.indexOf("")));
    }

    private Ended run(String... arguments) throws IOException, InterruptedException {
        // Its own way to the servers' jars: beside its own.
        try (LaunchedJar attack =
                Launcher.here(Map.of("HOME", temporary.toString())).server("attack.jar", arguments)) {
            return attack.awaitEnd();
        }
    }

    private String shell(List<String> commands) throws IOException, InterruptedException {
        Process bash = new ProcessBuilder("bash", "-c", String.join("\n", commands))
                .directory(temporary.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        bash.waitFor();
        return said;
    }
}
