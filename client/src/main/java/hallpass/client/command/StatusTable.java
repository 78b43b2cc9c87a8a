package hallpass.client.command;

import hallpass.client.Clocks;
import hallpass.client.ServerStatus;
import hallpass.client.ServerStatus.Answered;
import hallpass.trace.Columns;
import hallpass.trace.Printable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Servers side by side, a row for each, in a terminal's 80 columns. What is too long for its row goes on below it. */
final class StatusTable {
    private static final int COLUMNS = 80;
    private static final String INDENT = "    ";
    private static final String ROW = "%-9s %-21s %7s %11s  %s";

    private final List<ServerStatus> all;

    StatusTable(List<ServerStatus> all) {
        this.all = List.copyOf(all);
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (ServerStatus status : all) {
            lines.addAll(row(status));
        }
        return lines;
    }

    private static List<String> row(ServerStatus status) {
        String address = Printable.of(status.address());
        if (status instanceof Answered answered) {
            return fitting(
                    ROW.formatted(
                            status.label(),
                            address,
                            answered.took().toMillis() + " ms",
                            "clock " + signed(answered.ahead()),
                            remembered(answered.reply().remembered())),
                    state(answered));
        }
        return fitting(ROW.formatted(status.label(), address, "", "", ""), "unreachable");
    }

    /** Only where there is something: most servers have no replay cache, or an empty one. */
    private static String remembered(long count) {
        return count == 0 ? "" : "remembers " + count + " ";
    }

    private static String state(Answered answered) {
        return Printable.of(
                answered.isWho()
                        ? answered.reply().state()
                        : "is " + answered.reply().role());
    }

    /** Less than a millisecond has no sign that would mean anything. */
    private static String signed(Duration ahead) {
        return (ahead.toMillis() < 0 ? "-" : "+") + Clocks.shown(ahead.abs());
    }

    private static List<String> fitting(String head, String state) {
        String row = head + state;
        if (Columns.of(row) <= COLUMNS) {
            return List.of(row);
        }
        List<String> lines = new ArrayList<>(List.of(head.stripTrailing()));
        String rest = INDENT + state;
        while (Columns.of(rest) > COLUMNS) {
            int fits = Columns.fitting(rest, COLUMNS);
            int space = rest.lastIndexOf(' ', fits);
            int end = space > INDENT.length() ? space : fits;
            lines.add(rest.substring(0, end));
            rest = INDENT + rest.substring(end).strip();
        }
        lines.add(rest);
        return lines;
    }
}
