package hallpass.attack;

import hallpass.adversary.Direction;
import hallpass.adversary.RecordedFrame;
import hallpass.attack.lab.Lab;
import hallpass.message.Party;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Reads the servers' trace lines incrementally. */
final class ServerTraces {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    /** Marks the trace line of a reply. */
    private static final String REPLY_MARK = " | -> ";

    private final Lab lab;
    private final Map<Party, Integer> linesRead = new EnumMap<>(Party.class);
    private final Map<Party, Integer> lastFrames = new EnumMap<>(Party.class);

    ServerTraces(Lab lab) {
        this.lab = lab;
    }

    /** Skips all lines up to now. */
    void skipAll() {
        for (Party party : Party.SERVERS) {
            lastFrames.put(party, lab.adversary().recording().lastNumber());
            linesRead.put(party, lab.serverTrace(party).size());
        }
    }

    /**
     * The lines that a server traced since the last call. A server may trace after it has replied,
     * so this method waits briefly for the lines of all recorded replies.
     */
    List<String> newLines(Party party) throws InterruptedException {
        long replies = newReplies(party);
        Polling.waitUntil(
                () -> unreadLines(party).stream()
                                .filter(line -> line.contains(REPLY_MARK))
                                .count()
                        >= replies,
                TIMEOUT);
        List<String> lines = unreadLines(party);
        linesRead.merge(party, lines.size(), Integer::sum);
        return lines;
    }

    private long newReplies(Party party) {
        int seen = lastFrames.getOrDefault(party, 0);
        List<RecordedFrame> all = lab.adversary().recording().all();
        lastFrames.put(party, all.isEmpty() ? seen : all.get(all.size() - 1).number());
        return all.stream()
                .filter(recorded -> recorded.number() > seen && recorded.connection() != RecordedFrame.OWN_CONNECTION)
                .filter(recorded -> recorded.server() == party && recorded.direction() == Direction.TO_CLIENT)
                .count();
    }

    private List<String> unreadLines(Party party) {
        List<String> all = lab.serverTrace(party);
        return all.subList(Math.min(linesRead.getOrDefault(party, 0), all.size()), all.size());
    }
}
