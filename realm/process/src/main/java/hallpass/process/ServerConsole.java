package hallpass.process;

import hallpass.message.Party;
import hallpass.trace.TerminalStyle;
import hallpass.trace.TraceEvent;
import hallpass.trace.TraceFormatter;
import hallpass.trace.TraceSink;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the messages and traces of a server process to the terminal and the log. */
final class ServerConsole implements TraceSink {
    private static final Logger LOG = LoggerFactory.getLogger("trace");

    // Always UTF-8: TerminalStyle prints only what the terminal can display.
    private static final PrintStream OUT =
            new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);

    private static final PrintStream ERR =
            new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);

    private final Party party;
    private final TraceFormatter consoleFormatter;
    private final TraceFormatter logFormatter;
    private final boolean quiet;

    /** @param quiet whether traces are written to the log only */
    ServerConsole(Party party, boolean quiet, Map<String, String> environment) {
        this.party = party;
        this.consoleFormatter = new TraceFormatter(party, TerminalStyle.of(environment));
        this.logFormatter = new TraceFormatter(party, TerminalStyle.PLAIN);
        this.quiet = quiet;
    }

    /** Writes a line about the server itself: {@code as ready on 127.0.0.1:8801}. */
    void announce(String message) {
        String line = party.id() + " " + message;
        LOG.info("{}", line);
        print(List.of(line));
    }

    /** Writes a line to standard error that the log cannot take. */
    void warn(String message) {
        ERR.println(party.id() + ": " + message);
    }

    @Override
    public void write(List<TraceEvent> events) {
        logFormatter.lines(events).forEach(line -> LOG.info("{}", line));
        if (!quiet) {
            print(consoleFormatter.lines(events));
        }
    }

    /** Prints all lines with one write, because several servers may share a terminal. */
    private static void print(List<String> lines) {
        if (!lines.isEmpty()) {
            OUT.print(String.join(System.lineSeparator(), lines) + System.lineSeparator());
            OUT.flush();
        }
    }
}
