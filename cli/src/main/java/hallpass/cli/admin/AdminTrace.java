package hallpass.cli.admin;

import hallpass.cli.Terminal;
import hallpass.message.Party;
import hallpass.trace.Trace;
import hallpass.trace.TraceFormatter;

/** Prints the trace of administration commands. */
final class AdminTrace {
    private AdminTrace() {}

    static Trace printingTo(Terminal terminal) {
        TraceFormatter formatter = new TraceFormatter(Party.REALM, terminal.style());
        return event -> formatter.lines(event).forEach(terminal::printLine);
    }
}
