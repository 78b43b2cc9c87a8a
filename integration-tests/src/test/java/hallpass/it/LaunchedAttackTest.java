package hallpass.it;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.it.LaunchedJar.Ended;
import hallpass.it.LaunchedJar.Launcher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code hallpass attack run}, with servers that are processes. */
class LaunchedAttackTest {
    @TempDir
    private Path temporary;

    /** E5 alone in the long form: it has the same five servers. */
    static Stream<String> attacks() {
        return Rounds.longForm() ? Stream.of("E4", "E5") : Stream.of("E4");
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void succeedsAgainstProcesses(String id) throws Exception {
        Ended ended = run("attack", "run", id, "--seed", "1");

        assertThat(ended.err()).isEmpty();
        assertThat(ended.text()).contains("The attack succeeded.");
        assertThat(ended.exit()).isZero();
        assertThat(ended.out()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    private Ended run(String... arguments) throws IOException, InterruptedException {
        // Its own way to the servers' jars: beside its own.
        try (LaunchedJar attack =
                Launcher.here(Map.of("HOME", temporary.toString())).server("attack.jar", arguments)) {
            return attack.awaitEnd();
        }
    }
}
