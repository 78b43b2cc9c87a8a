package hallpass.integration.lab;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.integration.harness.JarProcess;
import hallpass.integration.harness.JarProcess.JarLauncher;
import hallpass.integration.harness.JarProcess.ProcessResult;
import hallpass.integration.harness.ReliabilityRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code hallpass attack run} with server processes. */
class AttackProcessTest {
    @TempDir
    private Path temporary;

    /** E5 only in a long run, because it uses the same servers. */
    static Stream<String> attacks() {
        return ReliabilityRun.isLong() ? Stream.of("E4", "E5") : Stream.of("E4");
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void succeedsAgainstProcesses(String id) throws Exception {
        ProcessResult ended = run("attack", "run", id, "--seed", "1");

        assertThat(ended.err()).isEmpty();
        assertThat(ended.output()).contains("The attack succeeded.");
        assertThat(ended.exitCode()).isZero();
        assertThat(ended.out()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    private ProcessResult run(String... arguments) throws IOException, InterruptedException {
        // Finds the jars of the servers beside its own jar.
        try (JarProcess attack =
                JarLauncher.shortLived(Map.of("HOME", temporary.toString())).startServer("hallpass.jar", arguments)) {
            return attack.awaitExit();
        }
    }
}
