package hallpass.audit;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Counts equal refusals, so that a flood of them is no flood of lines: the first is written at once, those of the next
 * second become one line that says how many they were. Used under the log's lock.
 */
final class RefusalAggregator {
    private static final long WINDOW = TimeUnit.SECONDS.toNanos(1);
    /** So many kinds are told apart; the others are counted by their code alone. */
    private static final int MAX_KINDS = 100;

    private static final String OVERFLOW_REASON = "of several peers or clients, too many to tell apart";

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
     * @param now of {@link System#nanoTime}
     * @return the entry if it is to be written; empty if it was counted
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

    /** The lines for what was counted in seconds that are over. */
    List<AuditEntry> closeExpired(long now) {
        return closeWindows(now, WINDOW);
    }

    /** The lines for all that was counted. */
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
                // A flood that goes on: its next line is due in a second, and not with the next request.
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

    /** Without the port: each connection has another. */
    private static String address(AuditEntry refused) {
        String peer = field(refused, LogFieldNames.PEER);
        int port = peer.lastIndexOf(':');
        return port < 0 ? peer : peer.substring(0, port);
    }

    private static String field(AuditEntry entry, String name) {
        return entry.fields().getOrDefault(name, "");
    }
}
