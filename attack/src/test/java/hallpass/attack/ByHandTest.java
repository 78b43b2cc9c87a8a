package hallpass.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hallpass.attack.lab.Chance;
import hallpass.attack.lab.Lab;
import hallpass.attack.lab.LabPlan;
import hallpass.trace.Style;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that an attack ends with, in the hands of somebody who pastes them into a shell. */
class ByHandTest {
    @TempDir
    private Path temporary;

    @Test
    void opensslPrintsWhatTheTaleSays() throws Exception {
        assumeTrue(isThere("openssl") && isThere("xxd"), "openssl or xxd is not here: scripts/test.sh installs them");
        try (Lab lab = Lab.make(LabPlan.inProcess(Chance.of(Optional.of(1L))))) {
            for (String id : List.of("E4", "E5", "A3")) {
                Attack attack = Attacks.of(id).orElseThrow();
                lab.serve(attack.servers());
                List<String> told = new ArrayList<>();
                attack.run(new Stage(lab, new Cast(0), new Tale(told::add, Style.PLAIN)));
                told.add("");

                int from = told.indexOf("xxd -r -p <<'END' > blocks.bin");
                int to = from + told.subList(from, told.size()).indexOf("");
                List<String> rows = told.subList(to + 1, told.size());
                assertThat(shell(String.join("\n", told.subList(from, to))))
                        .as(id)
                        .containsExactlyElementsOf(rows.subList(0, rows.indexOf("")))
                        .hasSizeGreaterThan(3);
            }
        }
    }

    private boolean isThere(String command) throws IOException, InterruptedException {
        return shell("command -v " + command).size() == 1;
    }

    private List<String> shell(String commands) throws IOException, InterruptedException {
        Process bash = new ProcessBuilder("bash", "-c", commands)
                .directory(temporary.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        bash.waitFor();
        return said.lines().toList();
    }
}
