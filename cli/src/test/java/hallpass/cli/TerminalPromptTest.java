package hallpass.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The prompt on a real pseudo-terminal, which a Python script controls. */
class TerminalPromptTest {
    /** Prints the length of the password that it asks for, as a command does with its result. */
    static final class Asker {
        private Asker() {}

        public static void main(String... arguments) {
            int length = TerminalPrompt.ofProcess(System.getenv())
                    .flatMap(prompt -> prompt.readPassword("Password: "))
                    .map(typed -> typed.length)
                    .orElse(-1);
            System.out.println("length " + length);
        }
    }

    @TempDir
    private Path folder;

    @Test
    void asksOnTheTerminalAlthoughStreamsAreRedirected() throws Exception {
        assertThat(run("redirected", "< /dev/null > \"$OUT\""))
                .contains("echo off", "echo on", "result length 7")
                .doesNotContain("gr\u00fc\u00dfe");
    }

    @Test
    void keepsEchoOffAfterStopAndContinue() throws Exception {
        assertThat(run("stopped", "> \"$OUT\""))
                .contains("echo off", "stopped echo on", "continued echo off", "echo on", "result length 7");
    }

    @Test
    void restoresEchoWhenInterrupted() throws Exception {
        assertThat(run("interrupted", "> \"$OUT\"")).contains("echo off", "ended", "echo on");
    }

    @Test
    void hasNoPromptWithoutTerminal() throws Exception {
        assertThat(run("none", "> \"$OUT\"")).contains("result length -1");
    }

    private String run(String scenario, String redirections) throws Exception {
        assumeTrue(isRunnable("python3", "--version"), "there is no python3");
        assumeTrue(isRunnable("stty", "--version"), "there is no stty");
        Path script = folder.resolve("terminal_prompt.py");
        try (var in = TerminalPromptTest.class.getResourceAsStream("terminal_prompt.py")) {
            Files.copy(Objects.requireNonNull(in), script);
        }
        Path output = folder.resolve("output");
        ProcessBuilder builder = new ProcessBuilder("python3", script.toString(), scenario, redirections)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment()
                .putAll(Map.of(
                        "OUT", folder.resolve("result").toString(),
                        "JAVA",
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                        "CLASSPATH", System.getProperty("java.class.path"),
                        "ASKER", Asker.class.getName()));
        Process process = builder.start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
        assertThat(ended).as(text).isTrue();
        return text;
    }

    private static boolean isRunnable(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
