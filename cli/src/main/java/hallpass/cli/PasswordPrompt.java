package hallpass.cli;

import java.io.Console;
import java.io.PrintStream;
import java.util.Optional;

/** Prompts for a password. */
@FunctionalInterface
public interface PasswordPrompt {
    /**
     * Returns the typed text, read without echo; empty at the end of input. The caller overwrites
     * it.
     */
    Optional<char[]> readPassword(String question);

    /** The console of this process, if it is a terminal. */
    @SuppressWarnings("SystemConsoleNull") // handles both kinds of a missing console
    static Optional<PasswordPrompt> ofProcess(PrintStream err) {
        Console console = System.console();
        return console == null || !isTerminal(console) ? Optional.empty() : Optional.of(forConsole(console, err));
    }

    private static PasswordPrompt forConsole(Console console, PrintStream err) {
        return question -> {
            // After Ctrl-C the shell prompt starts on a new line. The console is locked while it
            // reads.
            Thread newline = new Thread(err::println);
            Runtime.getRuntime().addShutdownHook(newline);
            char[] typed = console.readPassword("%s", question);
            Runtime.getRuntime().removeShutdownHook(newline);
            return Optional.ofNullable(typed);
        };
    }

    /** Since JDK 22 a console exists without a terminal, too, and has this method. */
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
