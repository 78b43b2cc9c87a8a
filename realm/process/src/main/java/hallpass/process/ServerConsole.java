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

/** What a server says on its terminal, and keeps in its log. */
final class ServerConsole implements TraceSink {
    private static final Logger LOG = LoggerFactory.getLogger("story");

    // UTF-8 whatever the locale: the style has already seen to it that a terminal can show what is printed.
    private static final PrintStream OUT =
            new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);

    private static final PrintStream ERR =
            new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);

    private final Party party;
    private final TraceFormatter consoleFormatter;
    private final TraceFormatter logFormatter;
    private final boolean quiet;

    /** @param quiet to keep the story out of the terminal; the log has it all the same */
    ServerConsole(Party party, boolean quiet, Map<String, String> environment) {
        this.party = party;
        this.consoleFormatter = new TraceFormatter(party, TerminalStyle.of(environment));
        this.logFormatter = new TraceFormatter(party, TerminalStyle.PLAIN);
        this.quiet = quiet;
    }

    /** A line about the server itself, such as {@code as ready on 127.0.0.1:8801}. */
    void announce(String message) {
        String line = party.id() + " " + message;
        LOG.info("{}", line);
        print(List.of(line));
    }

    /** The same of something that the log cannot take, for standard error. */
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

    /** In one piece: several servers may share a terminal. */
    private static void print(List<String> lines) {
        if (!lines.isEmpty()) {
            OUT.print(String.join(System.lineSeparator(), lines) + System.lineSeparator());
            OUT.flush();
        }
    }
}
