package hallpass.attack.command;

import hallpass.attack.matrix.Cell;
import hallpass.client.command.Terminal;
import hallpass.trace.Style;
import java.util.function.Consumer;

/** How far it is, on a terminal; elsewhere nothing. */
final class ProgressBar implements Consumer<Cell>, AutoCloseable {
    private static final int WIDTH = 30;
    private static final int COLUMNS = 79;

    private final int cells;
    private final Terminal terminal;
    private int done;

    ProgressBar(int cells, Terminal terminal) {
        this.cells = cells;
        this.terminal = terminal;
    }

    @Override
    public synchronized void accept(Cell cell) {
        done++;
        int filled = WIDTH * done / cells;
        show("[" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "] " + done + "/" + cells + "  "
                + cell.attack().id() + " " + cell.set().name());
    }

    private void show(String line) {
        if (terminal.style() != Style.PLAIN) {
            terminal.out().print("\r" + "%-".concat(COLUMNS + "s").formatted(line));
            terminal.out().flush();
        }
    }

    @Override
    public synchronized void close() {
        if (terminal.style() != Style.PLAIN) {
            terminal.out().print("\r" + " ".repeat(COLUMNS) + "\r");
        }
    }
}
