package hallpass.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hallpass.cli.client.TestShell;
import hallpass.console.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands whose reader stops reading, as separate processes in a pipeline of the shell. */
class ClosedPipeTest {
    @TempDir
    private static Path folder;

    @BeforeAll
    static void createRealm() {
        assumeTrue(Files.exists(Path.of("/bin/bash")), "there is no bash");
        TestShell shell = TestShell.in(folder, InstantSource.system());
        assertThat(shell.run("realm", "init", folder.resolve("realm").toString(), "--base-port", "1")
                        .exit())
                .isZero();
    }

    private record PipelineResult(int exit, String out, String err) {}

    @Test
    void followEndsWithoutAnotherLine() throws Exception {
        PipelineResult result = bash("$HP audit show --follow | head -1");

        assertThat(result.exit()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).startsWith("---- ").hasLineCount(1);
    }

    @Test
    void waitForServersEnds() throws Exception {
        PipelineResult result = bash("$HP status --wait 60s | true");

        assertThat(result).isEqualTo(new PipelineResult(0, "", ""));
    }

    @Test
    void writingToClosedPipeIsNoError() throws Exception {
        assertThat(bash("(sleep 1; $HP keys; echo $? >&2) | true")).isEqualTo(new PipelineResult(0, "", "0\n"));
        assertThat(bash("(sleep 1; $HP login --help; echo $? >&2) | true")).isEqualTo(new PipelineResult(0, "", "0\n"));
    }

    @Test
    void fullDiskIsAnError() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")), "there is no /dev/full");
        PipelineResult result = bash("$HP keys > /dev/full");

        assertThat(result.exit()).isEqualTo(ExitCode.OUTPUT_LOST.number());
        assertThat(result.err()).contains("full disk").hasLineCount(1);
    }

    private static PipelineResult bash(String pipeline) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder = new ProcessBuilder("/bin/bash", "-o", "pipefail", "-c", pipeline)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("HALLPASS_REALM", folder.resolve("realm").toString());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        builder.environment()
                .put(
                        "HP",
                        Path.of(System.getProperty("java.home"), "bin", "java") + " -XX:TieredStopAtLevel=1"
                                + " -XX:+UseSerialGC --add-opens=java.base/sun.nio.ch=ALL-UNNAMED"
                                + " hallpass.cli.HallpassCommand");
        builder.environment().keySet().removeAll(Set.of("JAVA_TOOL_OPTIONS", "HALLPASS_DEBUG"));
        Process process = builder.start();
        boolean ended = process.waitFor(5, TimeUnit.MINUTES);
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        assertThat(ended).as("ended by itself").isTrue();
        return new PipelineResult(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                withoutLoggingNotices(Files.readString(err, StandardCharsets.UTF_8)));
    }

    /** The class path of tests lacks the provider that silences SLF4J. */
    private static String withoutLoggingNotices(String err) {
        return err.lines()
                .filter(line -> !line.startsWith("SLF4J") && !line.startsWith("\tat ") && !line.contains("slf4j.nop"))
                .map(line -> line + "\n")
                .reduce("", String::concat);
    }
}
