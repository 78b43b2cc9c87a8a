package hallpass.adversary.console;

import hallpass.adversary.RecordedFrame;
import hallpass.adversary.rule.RuleSet;
import hallpass.trace.TerminalStyle;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The adversary's terminal: tells what comes by and what is done to it, and reads what a person types. */
final class AdversaryConsole implements RuleSet.Listener {
    private static final String PROMPT = "> ";
    /** Back to the line's begin, and nothing on it: what came by must not stand behind the prompt. */
    private static final String CLEAR_LINE = "\r\u001b[K";

    // UTF-8 whatever the locale: the script sees to it that the terminal takes it.
    private final PrintStream out = utf8(FileDescriptor.out);
    private final PrintStream err = utf8(FileDescriptor.err);
    private final BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    private final boolean quiet;
    private final boolean interactive;

    /** @param quiet to tell of nothing but what rules do */
    AdversaryConsole(boolean quiet, Map<String, String> environment) {
        this.quiet = quiet;
        // The start script knows whether the input is a terminal; Java does not, of the input alone.
        boolean inputIsTerminal = "1".equals(environment.get("HALLPASS_TYPED"));
        this.interactive = inputIsTerminal && TerminalStyle.of(environment) != TerminalStyle.PLAIN;
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    @Override
    public void frameRecorded(RecordedFrame recorded) {
        if (!quiet) {
            printEvent(RecordedFrameFormatter.summary(recorded));
        }
    }

    @Override
    public void ruleApplied(int rule, RecordedFrame recorded, String description) {
        String frameText = recorded.number() + ", " + RecordedFrameFormatter.label(recorded) + " "
                + RecordedFrameFormatter.directionAndServer(recorded);
        printEvent("      rule " + rule + ": number " + frameText + ", " + description);
    }

    /** A line that somebody did not ask for, and who may be typing. */
    synchronized void printEvent(String line) {
        if (interactive) {
            out.print(CLEAR_LINE + line + System.lineSeparator() + PROMPT);
            out.flush();
        } else {
            out.println(line);
        }
    }

    /** A line of an answer to what was typed. */
    synchronized void printReply(String line) {
        // What came by meanwhile has left a prompt.
        out.println((interactive ? CLEAR_LINE : "") + line);
    }

    synchronized void printError(String sentence) {
        err.println("adversary: " + sentence);
    }

    /** Does what is typed until that says to quit, or ends; whether it was a person who ended it. */
    boolean run(ConsoleCommands commands) {
        try {
            prompt();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (!commands.execute(line)) {
                    return true;
                }
                prompt();
            }
        } catch (IOException e) {
            // Nobody can type any more.
        }
        return interactive;
    }

    private synchronized void prompt() {
        if (interactive) {
            out.print(PROMPT);
            out.flush();
        }
    }
}
