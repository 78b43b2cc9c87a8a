package hallpass.cli;

import java.io.Console;
import java.io.PrintStream;
import java.util.Optional;

/** Asks a person for something that nobody else should see. */
@FunctionalInterface
public interface PasswordPrompt {
    /** What was typed, without echo; empty at the end of input. Whoever asked wipes it. */
    Optional<char[]> readPassword(String question);

    /** The console of this process, if a person sits at it. */
    @SuppressWarnings("SystemConsoleNull") // both ways of having no console are looked at
    static Optional<PasswordPrompt> ofProcess(PrintStream err) {
        Console console = System.console();
        return console == null || !isTerminal(console) ? Optional.empty() : Optional.of(forConsole(console, err));
    }

    private static PasswordPrompt forConsole(Console console, PrintStream err) {
        return question -> {
            // After Ctrl-C the shell's own prompt should begin a line. The console itself is locked while it reads.
            Thread newline = new Thread(err::println);
            Runtime.getRuntime().addShutdownHook(newline);
            char[] typed = console.readPassword("%s", question);
            Runtime.getRuntime().removeShutdownHook(newline);
            return Optional.ofNullable(typed);
        };
    }

    /** From JDK 22 on there is a console even where nobody sits, and a method that tells; before, there was none. */
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
