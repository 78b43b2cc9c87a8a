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
final class Refusals {
    private static final long WINDOW = TimeUnit.SECONDS.toNanos(1);
    /** So many kinds are told apart; the others are counted by their code alone. */
    private static final int MOST_KINDS = 100;

    private static final String OTHERS = "of several peers or clients, too many to tell apart";

    private final Map<Object, Window> windows = new LinkedHashMap<>();

    private record Kind(String address, String request, String code, String client) {}

    private record OtherKind(String code) {}

    private static final class Window {
        private final long begin;
        private long count;
        private Optional<Entry> latest = Optional.empty();

        Window(long begin) {
            this.begin = begin;
        }
    }

    /**
     * @param now of {@link System#nanoTime}
     * @return the entry if it is to be written; empty if it was counted
     */
    Optional<Entry> take(Entry refused, long now) {
        Kind kind = new Kind(
                address(refused), fact(refused, Facts.REQUEST), fact(refused, Facts.CODE), fact(refused, "client"));
        boolean apart = windows.containsKey(kind) || windows.size() < MOST_KINDS;
        Entry entry = apart ? refused : other(refused);
        Object key = apart ? kind : new OtherKind(kind.code);
        Window open = windows.get(key);
        if (open == null) {
            windows.put(key, new Window(now));
            return Optional.of(entry);
        }
        open.count++;
        open.latest = Optional.of(entry);
        return Optional.empty();
    }

    /** The lines for what was counted in seconds that are over. */
    List<Entry> due(long now) {
        return close(now, WINDOW);
    }

    /** The lines for all that was counted. */
    List<Entry> all(long now) {
        return close(now, Long.MIN_VALUE);
    }

    boolean isEmpty() {
        return windows.isEmpty();
    }

    private List<Entry> close(long now, long age) {
        List<Entry> lines = new ArrayList<>();
        Map<Object, Window> goingOn = new LinkedHashMap<>();
        for (Iterator<Map.Entry<Object, Window>> each = windows.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<Object, Window> next = each.next();
            Window window = next.getValue();
            if (now - window.begin < age) {
                continue;
            }
            each.remove();
            window.latest.ifPresent(latest -> {
                lines.add(window.count == 1 ? latest : latest.with(Facts.TIMES, window.count));
                // A flood that goes on: its next line is due in a second, and not with the next request.
                goingOn.put(next.getKey(), new Window(now));
            });
        }
        windows.putAll(goingOn);
        return lines;
    }

    private static Entry other(Entry refused) {
        return Entry.of(refused.time(), refused.event())
                .with(Facts.CODE, fact(refused, Facts.CODE))
                .with(Facts.REASON, OTHERS);
    }

    /** Without the port: each connection has another. */
    private static String address(Entry refused) {
        String peer = fact(refused, Facts.PEER);
        int port = peer.lastIndexOf(':');
        return port < 0 ? peer : peer.substring(0, port);
    }

    private static String fact(Entry entry, String name) {
        return entry.facts().getOrDefault(name, "");
    }
}
