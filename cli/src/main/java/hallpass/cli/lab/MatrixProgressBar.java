package hallpass.cli.lab;

import hallpass.attack.matrix.MatrixCell;
import hallpass.cli.Terminal;
import hallpass.trace.DisplayWidth;
import hallpass.trace.TerminalStyle;
import java.util.function.Consumer;

/** A progress bar on a terminal; prints nothing elsewhere. */
final class MatrixProgressBar implements Consumer<MatrixCell>, AutoCloseable {
    private static final int WIDTH = 30;
    private static final int COLUMNS = 79;

    private final int cells;
    private final Terminal terminal;
    private int done;

    MatrixProgressBar(int cells, Terminal terminal) {
        this.cells = cells;
        this.terminal = terminal;
    }

    @Override
    public synchronized void accept(MatrixCell cell) {
        done++;
        int filled = WIDTH * done / cells;
        show("[" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "] " + done + "/" + cells + "  "
                + cell.attack().id() + " " + cell.guardSet().name());
    }

    private void show(String line) {
        if (terminal.style() != TerminalStyle.PLAIN) {
            terminal.out().print("\r" + DisplayWidth.pad(line, COLUMNS));
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
