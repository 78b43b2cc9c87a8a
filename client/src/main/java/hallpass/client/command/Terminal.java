package hallpass.client.command;

import hallpass.client.ExitCode;
import hallpass.client.Failure;
import hallpass.trace.Printable;
import hallpass.trace.Style;
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
public record Terminal(PrintStream out, PrintStream err, InputStream in, Optional<Prompt> prompt, Style style) {
    public static Terminal ofProcess(Map<String, String> variables) {
        PrintStream err = utf8(FileDescriptor.err);
        return new Terminal(utf8(FileDescriptor.out), err, System.in, Prompt.ofProcess(err), Style.of(variables));
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    public void line(String text) {
        out.println(text);
    }

    /** Text from outside: each of its lines made fit for the terminal. */
    void foreign(String text) {
        text.lines().map(Printable::content).forEach(out::println);
    }

    public void error(String sentence) {
        err.println("hallpass: " + sentence);
    }

    /** Whether some of the output got lost, as on a disk that is full. */
    boolean isOutputLost() {
        return out.checkError();
    }

    /** For what picocli itself writes, such as help. */
    PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    Ansi ansi() {
        return style == Style.COLOUR ? Ansi.ON : Ansi.OFF;
    }

    /**
     * @throws Failure if nobody sits at a console, or they type nothing
     */
    char[] password(String question) throws Failure {
        Prompt asker = prompt.orElseThrow(() -> new Failure(
                ExitCode.USAGE,
                "there is no terminal to type a password at",
                "give it on standard input with --password-stdin"));
        char[] typed = asker.ask(question)
                .orElseThrow(() -> new Failure(
                        ExitCode.USAGE, "no password was typed", "type the command again, or use --password-stdin"));
        return Passwords.checked(typed);
    }
}
