package hallpass.client.command;

import hallpass.crypto.Randomness;
import hallpass.trace.Style;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** A way to type commands: with these variables, this standard input, and perhaps somebody at the keyboard. */
record CommandRun(
        Map<String, String> variables,
        Path home,
        String input,
        Optional<Prompt> prompt,
        InstantSource clock,
        boolean diskIsFull) {
    @Command(name = "hallpass")
    private static final class Root {}

    /** What came of it. */
    record Outcome(int exit, String out, String err) {}

    static CommandRun in(Path home, InstantSource clock) {
        return new CommandRun(Map.of(), home, "", Optional.empty(), clock, false);
    }

    CommandRun with(String variable, String value) {
        Map<String, String> more = new HashMap<>(variables);
        more.put(variable, value);
        return new CommandRun(more, home, input, prompt, clock, diskIsFull);
    }

    CommandRun withInput(String text) {
        return new CommandRun(variables, home, text, prompt, clock, diskIsFull);
    }

    /** Somebody who types these, one after another, and then Ctrl-D. */
    CommandRun typing(String... passwords) {
        Deque<String> rest = new ArrayDeque<>(List.of(passwords));
        Prompt typist = question -> Optional.ofNullable(rest.poll()).map(String::toCharArray);
        return new CommandRun(variables, home, input, Optional.of(typist), clock, diskIsFull);
    }

    /** Nothing that is written to standard output arrives. */
    CommandRun onFullDisk() {
        return new CommandRun(variables, home, input, prompt, clock, true);
    }

    private static OutputStream fullDisk() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };
    }

    Outcome run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new PrintStream(diskIsFull ? fullDisk() : out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                prompt,
                Style.of(variables));
        Environment environment = new Environment(variables, home, terminal, clock, Randomness.secure());
        CommandLine line = new CommandLine(new Root());
        ClientCommands.all(environment).forEach(line::addSubcommand);
        ClientCommands.configure(line, environment);
        int exit = line.execute(arguments);
        return new Outcome(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
