package hallpass.adversary;

import hallpass.message.MessageType;
import hallpass.message.Party;
import hallpass.wire.Frame;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** What came by, the newest of it up to a limit. Safe for many threads. */
public final class Recording {
    /** Few frames are large; of those that are, so many fit. */
    private static final long MAX_BYTES = 128L * 1024 * 1024;

    private final InstantSource clock;
    private final int limit;
    private final NavigableMap<Integer, RecordedFrame> frames = new TreeMap<>();
    private int lastNumber;
    private long bytes;

    /** @param limit how many frames are kept; of more, the oldest are forgotten */
    public Recording(InstantSource clock, int limit) {
        this.clock = clock;
        this.limit = limit;
    }

    /** A frame that comes now. */
    public RecordedFrame add(Party server, int connection, Direction direction, Frame frame) {
        return add(clock.instant().truncatedTo(ChronoUnit.MILLIS), server, connection, direction, frame);
    }

    /** One that came before, from another recording; its number is the next one of this. */
    public synchronized RecordedFrame add(
            Instant time, Party server, int connection, Direction direction, Frame frame) {
        RecordedFrame recorded = new RecordedFrame(++lastNumber, time, server, connection, direction, frame);
        frames.put(lastNumber, recorded);
        bytes += frame.size();
        while (frames.size() > limit || bytes > MAX_BYTES) {
            bytes -= frames.pollFirstEntry().getValue().frame().size();
        }
        return recorded;
    }

    /** In the order in which they came. */
    public synchronized List<RecordedFrame> all() {
        return List.copyOf(frames.values());
    }

    /** All of one type. */
    public List<RecordedFrame> all(MessageType type) {
        return all().stream().filter(recorded -> recorded.hasType(type)).toList();
    }

    /** The last of a type. */
    public Optional<RecordedFrame> last(MessageType type) {
        List<RecordedFrame> found = all(type);
        return found.isEmpty() ? Optional.empty() : Optional.of(found.get(found.size() - 1));
    }

    /** What a frame answers: the last one before it that went to the server on its connection. */
    public synchronized Optional<RecordedFrame> requestOf(RecordedFrame reply) {
        return frames.headMap(reply.number(), false).descendingMap().values().stream()
                .filter(recorded -> recorded.isRequestOnSameConnectionAs(reply))
                .findFirst();
    }

    /** The number of the newest; 0 before the first. */
    public synchronized int lastNumber() {
        return lastNumber;
    }

    public synchronized Optional<RecordedFrame> find(int number) {
        return Optional.ofNullable(frames.get(number));
    }
}
