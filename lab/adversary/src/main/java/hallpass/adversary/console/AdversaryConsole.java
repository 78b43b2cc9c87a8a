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

/** The adversary's terminal: prints frames and rule actions, and reads commands. */
final class AdversaryConsole implements RuleSet.Listener {
    private static final String PROMPT = "> ";
    /**
     * Returns to the beginning of the line and clears it, so that events do not follow the prompt.
     */
    private static final String CLEAR_LINE = "\r\u001b[K";

    // Always UTF-8: the start script ensures that the terminal supports it.
    private final PrintStream out = utf8(FileDescriptor.out);
    private final PrintStream err = utf8(FileDescriptor.err);
    private final BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    private final boolean quiet;
    private final boolean interactive;

    /** @param quiet whether to print only the actions of rules */
    AdversaryConsole(boolean quiet, Map<String, String> environment) {
        this.quiet = quiet;
        // The start script detects whether the input is a terminal; Java cannot.
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

    /** Prints a line between the lines of a user who may be typing. */
    synchronized void printEvent(String line) {
        if (interactive) {
            out.print(CLEAR_LINE + line + System.lineSeparator() + PROMPT);
            out.flush();
        } else {
            out.println(line);
        }
    }

    /** Prints a line in reply to a command. */
    synchronized void printReply(String line) {
        // An event may have printed a new prompt meanwhile.
        out.println((interactive ? CLEAR_LINE : "") + line);
    }

    synchronized void printError(String sentence) {
        err.println("adversary: " + sentence);
    }

    /**
     * Executes commands until one ends the program or the input ends. Returns whether the program
     * should end: it continues if the end of the input was not typed by a user.
     */
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
            // The input is lost; treat it as its end.
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
