package hallpass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.crypto.Randomness;
import hallpass.trace.TerminalStyle;
import java.io.ByteArrayInputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandTableTest {
    @TempDir
    private Path folder;

    @Test
    void namesEachCommandAsItsClassDoes() {
        assertNames(HallpassCommand.commandLine(environment()));
    }

    private static void assertNames(CommandLine parent) {
        parent.getSubcommands().forEach((name, line) -> {
            Object command = line.getCommand();
            if (!(command instanceof CommandGroup)) {
                assertThat(command.getClass()
                                .getAnnotation(CommandLine.Command.class)
                                .name())
                        .isEqualTo(name);
            }
            assertThat(line.getCommandSpec().usageMessage().description()).isNotEmpty();
            assertNames(line);
        });
    }

    @Test
    void loadsOnlyTheCommandThatIsExecuted() throws Exception {
        Path loaded = folder.resolve("loaded");

        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-Xlog:class+load:file=" + loaded,
                        "-cp",
                        System.getProperty("java.class.path"),
                        HallpassCommand.class.getName(),
                        "tickets",
                        "--help")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile())
                .start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();

        List<String> classes;
        try (var lines = Files.lines(loaded, StandardCharsets.UTF_8)) {
            classes = lines.filter(line -> line.contains(" hallpass.")).toList();
        }
        assertThat(Files.readString(folder.resolve("out"))).contains("hallpass tickets");
        assertThat(classes)
                .anyMatch(line -> line.contains(" hallpass.cli.client.TicketsCommand "))
                .noneMatch(line -> line.contains(" hallpass.cli.admin."))
                .noneMatch(line -> line.contains(" hallpass.cli.lab."))
                .noneMatch(line -> line.contains(" hallpass.attack."))
                .noneMatch(line -> line.contains(" hallpass.provisioning."))
                .noneMatch(line -> line.contains(" hallpass.store.Store"))
                .noneMatch(line -> line.contains(" hallpass.cli.client.Demo"));
    }

    private CommandEnvironment environment() {
        PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        Terminal terminal = new Terminal(
                nowhere, nowhere, new ByteArrayInputStream(new byte[0]), Optional.empty(), TerminalStyle.PLAIN);
        return new CommandEnvironment(
                Map.of(), Optional.of(folder), terminal, InstantSource.system(), Randomness.secure());
    }
}
