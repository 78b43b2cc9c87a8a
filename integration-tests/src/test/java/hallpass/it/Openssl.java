package hallpass.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Somebody else's tool. */
final class Openssl {
    private Openssl() {}

    /** @param text of both its streams */
    record Said(int exit, String text) {}

    static boolean isInstalled() throws InterruptedException {
        try {
            return new ProcessBuilder("openssl", "version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** What it says when all is well. */
    static String run(String... arguments) throws IOException, InterruptedException {
        Said said = ask(arguments);
        assertThat(said.exit).as(said.text).isZero();
        return said.text;
    }

    static Said ask(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        return new Said(process.waitFor(), text);
    }
}
