package hallpass.adversary.console;

import hallpass.adversary.Passing;
import hallpass.adversary.rule.RuleBook;
import hallpass.trace.Style;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The adversary's terminal: tells what comes by and what is done to it, and reads what a person types. */
final class AdversaryConsole implements RuleBook.Listener {
    private static final String PROMPT = "> ";
    /** Back to the line's begin, and nothing on it: what came by must not stand behind the prompt. */
    private static final String CLEAR_LINE = "\r\u001b[K";

    // UTF-8 whatever the locale: the script sees to it that the terminal takes it.
    private final PrintStream out = utf8(FileDescriptor.out);
    private final PrintStream err = utf8(FileDescriptor.err);
    private final BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    private final boolean quiet;
    private final boolean prompting;

    /** @param quiet to tell of nothing but what rules do */
    AdversaryConsole(boolean quiet, Map<String, String> environment) {
        this.quiet = quiet;
        // The start script knows whether the input is a terminal; Java does not, of the input alone.
        boolean typed = "1".equals(environment.get("HALLPASS_TYPED"));
        this.prompting = typed && Style.of(environment) != Style.PLAIN;
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    @Override
    public void comes(Passing passing) {
        if (!quiet) {
            tell(FrameText.line(passing));
        }
    }

    @Override
    public void acts(int rule, Passing passing, String what) {
        String which = passing.number() + ", " + FrameText.label(passing) + " " + FrameText.way(passing);
        tell("      rule " + rule + ": number " + which + ", " + what);
    }

    /** A line that somebody did not ask for, and who may be typing. */
    synchronized void tell(String line) {
        if (prompting) {
            out.print(CLEAR_LINE + line + System.lineSeparator() + PROMPT);
            out.flush();
        } else {
            out.println(line);
        }
    }

    /** A line of an answer to what was typed. */
    synchronized void answer(String line) {
        // What came by meanwhile has left a prompt.
        out.println((prompting ? CLEAR_LINE : "") + line);
    }

    synchronized void error(String sentence) {
        err.println("adversary: " + sentence);
    }

    /** Does what is typed until that says to quit, or ends; whether it was a person who ended it. */
    boolean read(Commands commands) {
        try {
            prompt();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (!commands.run(line)) {
                    return true;
                }
                prompt();
            }
        } catch (IOException e) {
            // Nobody can type any more.
        }
        return prompting;
    }

    private synchronized void prompt() {
        if (prompting) {
            out.print(PROMPT);
            out.flush();
        }
    }
}
