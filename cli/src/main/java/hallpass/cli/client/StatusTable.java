package hallpass.cli.client;

import hallpass.cli.HumanTime;
import hallpass.client.ServerStatus;
import hallpass.client.ServerStatus.Answered;
import hallpass.trace.DisplayWidth;
import hallpass.trace.PrintableText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Formats one row for each replica in 80 columns; long rows continue on the next line. */
final class StatusTable {
    private static final int COLUMNS = 80;
    private static final String INDENT = "    ";
    private static final String ROW = "%-9s %-21s %7s %11s  %s";

    private final List<ServerStatus> statuses;

    StatusTable(List<ServerStatus> statuses) {
        this.statuses = List.copyOf(statuses);
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (ServerStatus status : statuses) {
            lines.addAll(row(status));
        }
        return lines;
    }

    private static List<String> row(ServerStatus status) {
        String address = PrintableText.escape(status.address());
        if (status instanceof Answered answered) {
            return wrap(
                    String.format(
                            Locale.ROOT,
                            ROW,
                            status.label(),
                            address,
                            answered.roundTripTime().toMillis() + " ms",
                            "clock " + signed(answered.clockOffset()),
                            replayCacheText(answered.reply().replayCacheSize())),
                    state(answered));
        }
        return wrap(String.format(Locale.ROOT, ROW, status.label(), address, "", "", ""), "unreachable");
    }

    /** Empty without entries: most servers have no replay cache. */
    private static String replayCacheText(long count) {
        return count == 0 ? "" : "replay cache " + count + ", ";
    }

    private static String state(Answered answered) {
        return PrintableText.escape(
                answered.isExpectedServer()
                        ? answered.reply().state()
                        : "is " + answered.reply().role());
    }

    private static String signed(Duration ahead) {
        return (ahead.toMillis() < 0 ? "-" : "+") + HumanTime.format(ahead.abs());
    }

    private static List<String> wrap(String head, String state) {
        String row = head + state;
        if (DisplayWidth.of(row) <= COLUMNS) {
            return List.of(row);
        }
        List<String> lines = new ArrayList<>(List.of(head.stripTrailing()));
        String rest = INDENT + state;
        while (DisplayWidth.of(rest) > COLUMNS) {
            int fits = DisplayWidth.prefixLength(rest, COLUMNS);
            int space = rest.lastIndexOf(' ', fits);
            int end = space > INDENT.length() ? space : fits;
            lines.add(rest.substring(0, end));
            rest = INDENT + rest.substring(end).strip();
        }
        lines.add(rest);
        return lines;
    }
}
