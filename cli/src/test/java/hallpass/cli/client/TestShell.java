package hallpass.cli.client;

import hallpass.cli.CommandEnvironment;
import hallpass.cli.HallpassCommand;
import hallpass.cli.PasswordPrompt;
import hallpass.cli.Terminal;
import hallpass.crypto.Randomness;
import hallpass.trace.TerminalStyle;
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

/** Runs commands with given variables, standard input and typed passwords. */
public record TestShell(
        Map<String, String> variables,
        Optional<Path> home,
        String input,
        Optional<PasswordPrompt> prompt,
        InstantSource clock,
        boolean fullDisk) {
    public record ShellResult(int exit, String out, String err) {}

    public static TestShell in(Path home, InstantSource clock) {
        return new TestShell(Map.of(), Optional.of(home), "", Optional.empty(), clock, false);
    }

    public TestShell withVariable(String variable, String value) {
        Map<String, String> more = new HashMap<>(variables);
        more.put(variable, value);
        return new TestShell(more, home, input, prompt, clock, fullDisk);
    }

    public TestShell withHome(Optional<Path> other) {
        return new TestShell(variables, other, input, prompt, clock, fullDisk);
    }

    public TestShell withInput(String text) {
        return new TestShell(variables, home, text, prompt, clock, fullDisk);
    }

    /** Types these passwords at the prompt, then Ctrl-D. */
    public TestShell withTypedPasswords(String... passwords) {
        Deque<String> rest = new ArrayDeque<>(List.of(passwords));
        PasswordPrompt passwordPrompt =
                question -> Optional.ofNullable(rest.poll()).map(String::toCharArray);
        return new TestShell(variables, home, input, Optional.of(passwordPrompt), clock, fullDisk);
    }

    /** Makes every write to standard output fail. */
    public TestShell withFullDisk() {
        return new TestShell(variables, home, input, prompt, clock, true);
    }

    private static OutputStream failingOutput() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };
    }

    public ShellResult run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new PrintStream(fullDisk ? failingOutput() : out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                prompt,
                TerminalStyle.of(variables));
        CommandEnvironment environment = new CommandEnvironment(variables, home, terminal, clock, Randomness.secure());
        int exit = HallpassCommand.execute(environment, arguments);
        return new ShellResult(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
