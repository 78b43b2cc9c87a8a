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

/** The recorded frames; the oldest are dropped when a limit is reached. Thread-safe. */
public final class Recording {
    /** Limits the memory for unusually large frames. */
    private static final long MAX_BYTES = 128L * 1024 * 1024;

    private final InstantSource clock;
    private final int limit;
    private final NavigableMap<Integer, RecordedFrame> frames = new TreeMap<>();
    private int lastNumber;
    private long bytes;

    /** @param limit the maximum number of frames */
    public Recording(InstantSource clock, int limit) {
        this.clock = clock;
        this.limit = limit;
    }

    /** Records a frame with the current time. */
    public RecordedFrame add(Party server, int connection, Direction direction, Frame frame) {
        return add(clock.instant().truncatedTo(ChronoUnit.MILLIS), server, connection, direction, frame);
    }

    /** Adds a frame from another recording and gives it the next number. */
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

    /** All frames, oldest first. */
    public synchronized List<RecordedFrame> all() {
        return List.copyOf(frames.values());
    }

    public List<RecordedFrame> all(MessageType type) {
        return all().stream().filter(recorded -> recorded.hasType(type)).toList();
    }

    public Optional<RecordedFrame> last(MessageType type) {
        List<RecordedFrame> found = all(type);
        return found.isEmpty() ? Optional.empty() : Optional.of(found.get(found.size() - 1));
    }

    /**
     * Finds the request that a reply answers: the last frame to the server on the same connection.
     */
    public synchronized Optional<RecordedFrame> requestOf(RecordedFrame reply) {
        return frames.headMap(reply.number(), false).descendingMap().values().stream()
                .filter(recorded -> recorded.isRequestOnSameConnectionAs(reply))
                .findFirst();
    }

    /** The number of the latest frame, or 0. */
    public synchronized int lastNumber() {
        return lastNumber;
    }

    public synchronized Optional<RecordedFrame> find(int number) {
        return Optional.ofNullable(frames.get(number));
    }
}
