package hallpass.adversary;

import hallpass.message.MessageType;
import hallpass.trace.Party;
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
    private final NavigableMap<Integer, Passing> passed = new TreeMap<>();
    private int count;
    private long bytes;

    /** @param limit how many frames are kept; of more, the oldest are forgotten */
    public Recording(InstantSource clock, int limit) {
        this.clock = clock;
        this.limit = limit;
    }

    /** A frame that comes now. */
    public Passing add(Party server, int connection, Direction direction, Frame frame) {
        return add(clock.instant().truncatedTo(ChronoUnit.MILLIS), server, connection, direction, frame);
    }

    /** One that came before, from another recording; its number is the next one of this. */
    public synchronized Passing add(Instant at, Party server, int connection, Direction direction, Frame frame) {
        Passing passing = new Passing(++count, at, server, connection, direction, frame);
        passed.put(count, passing);
        bytes += frame.size();
        while (passed.size() > limit || bytes > MAX_BYTES) {
            bytes -= passed.pollFirstEntry().getValue().frame().size();
        }
        return passing;
    }

    /** In the order in which they came. */
    public synchronized List<Passing> all() {
        return List.copyOf(passed.values());
    }

    /** All of one type. */
    public List<Passing> all(MessageType type) {
        return all().stream().filter(passing -> passing.is(type)).toList();
    }

    /** The last of a type. */
    public Optional<Passing> last(MessageType type) {
        List<Passing> found = all(type);
        return found.isEmpty() ? Optional.empty() : Optional.of(found.get(found.size() - 1));
    }

    /** What a frame answers: the last one before it that went to the server on its connection. */
    public synchronized Optional<Passing> answeredBy(Passing reply) {
        return passed.headMap(reply.number(), false).descendingMap().values().stream()
                .filter(passing -> passing.isRequestOnTheConnectionOf(reply))
                .findFirst();
    }

    /** The number of the newest; 0 before the first. */
    public synchronized int newest() {
        return count;
    }

    public synchronized Optional<Passing> number(int number) {
        return Optional.ofNullable(passed.get(number));
    }
}
