package hallpass.cli;

import hallpass.trace.DisplayWidth;
import hallpass.trace.TerminalStyle;

/** A progress bar on a terminal; prints nothing elsewhere. */
public final class ProgressBar implements AutoCloseable {
    private static final int WIDTH = 30;
    private static final int COLUMNS = 79;

    private final int total;
    private final Terminal terminal;
    private int done;

    public ProgressBar(int total, Terminal terminal) {
        this.total = total;
        this.terminal = terminal;
    }

    /** @param label what was done, such as the name of a user */
    public synchronized void advance(String label) {
        done++;
        int filled = WIDTH * done / total;
        show("[" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "] " + done + "/" + total + "  " + label);
    }

    private void show(String line) {
        if (terminal.style() != TerminalStyle.PLAIN) {
            String shown = line.substring(0, DisplayWidth.prefixLength(line, COLUMNS));
            terminal.out().print("\r" + DisplayWidth.pad(shown, COLUMNS));
            terminal.out().flush();
        }
    }

    @Override
    public synchronized void close() {
        if (terminal.style() != TerminalStyle.PLAIN) {
            terminal.out().print("\r" + " ".repeat(COLUMNS) + "\r");
        }
    }
}
