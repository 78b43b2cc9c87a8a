package hallpass.audit;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Aggregates equal refusals, so that a flood of requests does not flood the log: the first refusal
 * is written at once, those of the following second become one line with their number. Not
 * thread-safe.
 */
final class RefusalAggregator {
    private static final long WINDOW = TimeUnit.SECONDS.toNanos(1);
    /** The maximum number of distinct kinds; the rest is aggregated by error code alone. */
    private static final int MAX_KINDS = 100;

    private static final String OVERFLOW_REASON = "from many peers or clients";

    private final Map<Object, Window> windows = new LinkedHashMap<>();

    private record RefusalKind(String address, String request, String code, String client) {}

    private record OverflowKind(String code) {}

    private static final class Window {
        private final long start;
        private long count;
        private Optional<AuditEntry> latest = Optional.empty();

        Window(long begin) {
            this.start = begin;
        }
    }

    /**
     * Adds a refusal.
     *
     * @param now the time of {@link System#nanoTime}
     * @return the entry to write; empty if the refusal was only counted
     */
    Optional<AuditEntry> add(AuditEntry refused, long now) {
        RefusalKind kind = new RefusalKind(
                address(refused),
                field(refused, LogFieldNames.REQUEST),
                field(refused, LogFieldNames.CODE),
                field(refused, "client"));
        boolean distinct = windows.containsKey(kind) || windows.size() < MAX_KINDS;
        AuditEntry entry = distinct ? refused : overflowEntry(refused);
        Object key = distinct ? kind : new OverflowKind(kind.code);
        Window window = windows.get(key);
        if (window == null) {
            windows.put(key, new Window(now));
            return Optional.of(entry);
        }
        window.count++;
        window.latest = Optional.of(entry);
        return Optional.empty();
    }

    /** The lines of the windows that have ended. */
    List<AuditEntry> closeExpired(long now) {
        return closeWindows(now, WINDOW);
    }

    /** The lines of all windows. */
    List<AuditEntry> closeAll(long now) {
        return closeWindows(now, Long.MIN_VALUE);
    }

    boolean isEmpty() {
        return windows.isEmpty();
    }

    private List<AuditEntry> closeWindows(long now, long age) {
        List<AuditEntry> lines = new ArrayList<>();
        Map<Object, Window> reopened = new LinkedHashMap<>();
        for (Iterator<Map.Entry<Object, Window>> windowIterator =
                        windows.entrySet().iterator();
                windowIterator.hasNext(); ) {
            Map.Entry<Object, Window> next = windowIterator.next();
            Window window = next.getValue();
            if (now - window.start < age) {
                continue;
            }
            windowIterator.remove();
            window.latest.ifPresent(latest -> {
                lines.add(window.count == 1 ? latest : latest.with(LogFieldNames.TIMES, window.count));
                // A continuing flood gets its next line in a second, not with the next request.
                reopened.put(next.getKey(), new Window(now));
            });
        }
        windows.putAll(reopened);
        return lines;
    }

    private static AuditEntry overflowEntry(AuditEntry refused) {
        return AuditEntry.of(refused.time(), refused.event())
                .with(LogFieldNames.CODE, field(refused, LogFieldNames.CODE))
                .with(LogFieldNames.REASON, OVERFLOW_REASON);
    }

    /** The peer without its port, which differs for each connection. */
    private static String address(AuditEntry refused) {
        String peer = field(refused, LogFieldNames.PEER);
        int port = peer.lastIndexOf(':');
        return port < 0 ? peer : peer.substring(0, port);
    }

    private static String field(AuditEntry entry, String name) {
        return entry.fields().getOrDefault(name, "");
    }
}
