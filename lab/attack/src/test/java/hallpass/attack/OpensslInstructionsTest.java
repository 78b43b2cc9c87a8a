package hallpass.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hallpass.attack.lab.Lab;
import hallpass.attack.lab.LabConfig;
import hallpass.attack.lab.TimeAndRandomness;
import hallpass.trace.TerminalStyle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the printed openssl commands in a shell. */
class OpensslInstructionsTest {
    @TempDir
    private Path temporary;

    @Test
    void opensslPrintsTheNarratedBlocks() throws Exception {
        assumeTrue(
                isInstalled("openssl") && isInstalled("xxd"),
                "openssl or xxd is not installed: run scripts/test.sh, which installs them");
        try (Lab lab = Lab.create(LabConfig.inProcess(TimeAndRandomness.seeded(Optional.of(1L))))) {
            for (String id : List.of("E4", "E5", "A3")) {
                Attack attack = Attacks.find(id).orElseThrow();
                lab.startServers(attack.servers());
                List<String> output = new ArrayList<>();
                attack.run(new AttackContext(
                        lab, new AttackPrincipals(0), new Narration(output::add, TerminalStyle.PLAIN)));
                output.add("");

                int from = output.indexOf("xxd -r -p <<'END' > blocks.bin");
                int to = from + output.subList(from, output.size()).indexOf("");
                List<String> rows = output.subList(to + 1, output.size());
                assertThat(shell(String.join("\n", output.subList(from, to))))
                        .as(id)
                        .containsExactlyElementsOf(rows.subList(0, rows.indexOf("")))
                        .hasSizeGreaterThan(3);
            }
        }
    }

    private boolean isInstalled(String command) throws IOException, InterruptedException {
        return shell("command -v " + command).size() == 1;
    }

    private List<String> shell(String commands) throws IOException, InterruptedException {
        Process bash = new ProcessBuilder("bash", "-c", commands)
                .directory(temporary.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        bash.waitFor();
        return output.lines().toList();
    }
}
