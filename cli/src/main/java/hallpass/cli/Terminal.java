package hallpass.cli;

import hallpass.console.ExitCode;
import hallpass.trace.PrintableText;
import hallpass.trace.TerminalStyle;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Help.Ansi;

/**
 * Where a command writes and asks. Always UTF-8, whatever the locale: the default of JDK 17 depends on it.
 *
 * @param in for {@code --password-stdin}
 * @param prompt the person at the console, if there is one
 * @param style plain unless a person reads
 */
public record Terminal(
        PrintStream out, PrintStream err, InputStream in, Optional<PasswordPrompt> prompt, TerminalStyle style) {
    public static Terminal ofProcess(Map<String, String> variables) {
        PrintStream err = utf8(FileDescriptor.err);
        return new Terminal(
                utf8(FileDescriptor.out), err, System.in, PasswordPrompt.ofProcess(err), TerminalStyle.of(variables));
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    public void printLine(String text) {
        out.println(text);
    }

    /** Text from outside: each of its lines made fit for the terminal. */
    public void printUntrusted(String text) {
        text.lines().map(PrintableText::escapeContent).forEach(out::println);
    }

    public void printError(String sentence) {
        err.println("hallpass: " + sentence);
    }

    /** Whether some of the output got lost, as on a disk that is full. */
    public boolean isOutputLost() {
        return out.checkError();
    }

    /** For what picocli itself writes, such as help. */
    public PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    public Ansi ansi() {
        return style == TerminalStyle.COLOUR ? Ansi.ON : Ansi.OFF;
    }

    /**
     * @throws CommandException if nobody sits at a console, or they type nothing
     */
    char[] readPassword(String question) throws CommandException {
        PasswordPrompt passwordPrompt = prompt.orElseThrow(() -> new CommandException(
                ExitCode.USAGE,
                "there is no terminal to type a password at",
                "give it on standard input with --password-stdin"));
        char[] typed = passwordPrompt
                .readPassword(question)
                .orElseThrow(() -> new CommandException(
                        ExitCode.USAGE, "no password was typed", "type the command again, or use --password-stdin"));
        return PasswordInput.validate(typed);
    }
}
