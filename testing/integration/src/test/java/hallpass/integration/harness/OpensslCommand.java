package hallpass.integration.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Somebody else's tool. */
public final class OpensslCommand {
    private OpensslCommand() {}

    /** @param output of both its streams */
    public record OpensslResult(int exitCode, String output) {}

    public static boolean isInstalled() throws InterruptedException {
        try {
            return new ProcessBuilder("openssl", "version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** What it says when all is well. */
    public static String run(String... arguments) throws IOException, InterruptedException {
        OpensslResult said = execute(arguments);
        assertThat(said.exitCode).as(said.output).isZero();
        return said.output;
    }

    public static OpensslResult execute(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        return new OpensslResult(process.waitFor(), text);
    }
}
