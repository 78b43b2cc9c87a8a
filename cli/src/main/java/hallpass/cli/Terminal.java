package hallpass.cli;

import hallpass.console.ExitCode;
import hallpass.trace.PrintableText;
import hallpass.trace.TerminalStyle;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Help.Ansi;

/**
 * The input and output of a command. Always UTF-8, because the default of JDK 17 depends on the
 * locale.
 *
 * @param in read for {@code --password-stdin}
 * @param prompt present if the process has a terminal
 * @param style plain unless the output is a terminal
 * @param readerGone whether nobody reads the output any more
 */
public record Terminal(
        PrintStream out,
        PrintStream err,
        InputStream in,
        Optional<PasswordPrompt> prompt,
        TerminalStyle style,
        BooleanSupplier readerGone) {
    /** How soon a command that waits notices that nobody reads its output. */
    private static final Duration CHECK_INTERVAL = Duration.ofMillis(200);

    /** A terminal whose output is always read. */
    public Terminal(
            PrintStream out, PrintStream err, InputStream in, Optional<PasswordPrompt> prompt, TerminalStyle style) {
        this(out, err, in, prompt, style, () -> false);
    }

    public static Terminal ofProcess(Map<String, String> variables) {
        StandardOutput out = new StandardOutput(FileDescriptor.out);
        PrintStream err = utf8(new FileOutputStream(FileDescriptor.err));
        return new Terminal(
                utf8(out),
                err,
                System.in,
                TerminalPrompt.ofProcess(variables),
                TerminalStyle.of(variables),
                out::isReaderGone);
    }

    private static PrintStream utf8(OutputStream stream) {
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }

    /** Whether nobody reads the output any more, as after {@code | head}. */
    public boolean isReaderGone() {
        return readerGone.getAsBoolean();
    }

    /**
     * Waits between two rounds of a command that repeats.
     *
     * @return false as soon as nobody reads the output any more
     */
    public boolean pause(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        long left = time.toNanos();
        while (left > 0 && !isReaderGone()) {
            TimeUnit.NANOSECONDS.sleep(Math.min(left, CHECK_INTERVAL.toNanos()));
            left = end - System.nanoTime();
        }
        return !isReaderGone();
    }

    public void printLine(String text) {
        out.println(text);
    }

    /** Prints text from another party, with control characters escaped. */
    public void printUntrusted(String text) {
        text.lines().map(PrintableText::escapeContent).forEach(out::println);
    }

    public void printError(String sentence) {
        err.println("hallpass: " + sentence);
    }

    /** Whether output could not be written, as on a full disk. */
    public boolean isOutputLost() {
        return out.checkError();
    }

    /** A writer for the output of picocli, such as help. */
    public PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    public Ansi ansi() {
        return style == TerminalStyle.COLOUR ? Ansi.ON : Ansi.OFF;
    }

    /** @throws CommandException if there is no terminal, or nothing is typed */
    char[] readPassword(String question) throws CommandException {
        PasswordPrompt passwordPrompt = prompt.orElseThrow(() -> new CommandException(
                ExitCode.USAGE, "there is no terminal to read a password from", "use --password-stdin"));
        char[] typed = passwordPrompt
                .readPassword(question)
                .orElseThrow(() -> new CommandException(
                        ExitCode.USAGE, "no password was typed", "try again, or use --password-stdin"));
        return PasswordInput.validate(typed);
    }
}
