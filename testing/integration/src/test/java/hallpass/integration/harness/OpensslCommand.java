package hallpass.integration.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Runs {@code openssl}. */
public final class OpensslCommand {
    private OpensslCommand() {}

    /** @param output standard output and standard error */
    public record OpensslResult(int exitCode, String output) {}

    public static boolean isInstalled() throws InterruptedException {
        try {
            return new ProcessBuilder("openssl", "version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns the output of a command that must succeed. */
    public static String run(String... arguments) throws IOException, InterruptedException {
        OpensslResult result = execute(arguments);
        assertThat(result.exitCode).as(result.output).isZero();
        return result.output;
    }

    public static OpensslResult execute(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        return new OpensslResult(process.waitFor(), text);
    }
}
