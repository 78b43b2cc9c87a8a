package hallpass.integration.lab;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.cli.CommandEnvironment;
import hallpass.cli.HallpassCommand;
import hallpass.cli.Terminal;
import hallpass.crypto.Randomness;
import hallpass.integration.harness.JarProcess;
import hallpass.integration.harness.RealmFixture;
import hallpass.trace.TerminalStyle;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Runs the examples of {@code docs/adversary.md} and checks their output. */
final class AdversaryDocument {
    private static final Path PAGE = Path.of("../../docs/adversary.md");
    private static final String SHELL = "$ scripts/hallpass ";
    private static final String CONSOLE = "> ";

    private final RealmFixture folder;
    private final int basePort;
    private final Path cache;

    /** Output of the last command; or index of the adversary's first line after the last rule. */
    private List<String> output = List.of();

    private int outputStart;

    /** @param basePort replaces port 9800 of the document */
    AdversaryDocument(RealmFixture folder, int basePort, Path cache) {
        this.folder = folder;
        this.basePort = basePort;
        this.cache = cache;
    }

    void run(JarProcess adversary) throws IOException, InterruptedException {
        boolean toAdversary = false;
        // The rule numbers differ, because other tests added rules before.
        int rules = 0;
        for (String line : examples()) {
            if (line.startsWith(SHELL)) {
                output = hallpass(line.substring(SHELL.length()).split(" ", -1));
                toAdversary = false;
            } else if (line.startsWith(CONSOLE)) {
                outputStart = adversary.outputLines().size();
                adversary.sendLine(line.substring(CONSOLE.length()));
                toAdversary = true;
            } else if (toAdversary) {
                Pattern wanted = pattern(line.replaceFirst("^Rule \\d+", "Rule …"));
                adversary.awaitLine(
                        outputStart, heardLine -> wanted.matcher(heardLine).matches());
                rules += line.startsWith("Rule ") ? 1 : 0;
            } else {
                assertThat(output).anyMatch(pattern(line).asMatchPredicate());
            }
        }
        assertThat(rules).isEqualTo(3);
    }

    private static List<String> examples() throws IOException {
        List<String> lines = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith("```")) {
                inside = line.equals("```text");
            } else if (inside && !line.isBlank()) {
                lines.add(line);
            }
        }
        return lines;
    }

    /** An ellipsis in the document matches any text. */
    private Pattern pattern(String line) {
        String here = line;
        for (int server = 1; server <= 5; server++) {
            here = here.replace("127.0.0.1:980" + server, "127.0.0.1:" + (basePort + server));
        }
        return Pattern.compile(
                Arrays.stream(here.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
    }

    private List<String> hallpass(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream both = new PrintStream(out, true, StandardCharsets.UTF_8);
        String typed = RealmFixture.ALICE_PASSWORD + "\n";
        CommandEnvironment environment = new CommandEnvironment(
                Map.of("HALLPASS_REALM", folder.path().toString(), "HALLPASS_CACHE", cache.toString()),
                Optional.of(folder.path()),
                new Terminal(
                        both,
                        both,
                        new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
                        Optional.empty(),
                        TerminalStyle.PLAIN),
                InstantSource.system(),
                Randomness.secure());
        List<String> all = new ArrayList<>(List.of(arguments));
        if (arguments[0].equals("login")) {
            // The examples read the password from the terminal.
            all.add("--password-stdin");
        }
        HallpassCommand.execute(environment, all.toArray(String[]::new));
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
