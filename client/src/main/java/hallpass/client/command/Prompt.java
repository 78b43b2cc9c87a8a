package hallpass.client.command;

import java.io.Console;
import java.util.Optional;

/** Asks a person for something that nobody else should see. */
@FunctionalInterface
public interface Prompt {
    /** What was typed, without echo; empty at the end of input. Whoever asked wipes it. */
    Optional<char[]> ask(String question);

    /** The console of this process, if a person sits at it. */
    @SuppressWarnings("SystemConsoleNull") // both ways of having no console are looked at
    static Optional<Prompt> ofProcess() {
        Console console = System.console();
        return console == null || !isTerminal(console) ? Optional.empty() : Optional.of(on(console));
    }

    private static Prompt on(Console console) {
        return question -> {
            // After Ctrl-C the shell's own prompt should begin a line.
            Thread newline = new Thread(() -> {
                console.writer().println();
                console.flush();
            });
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
