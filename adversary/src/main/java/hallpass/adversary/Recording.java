package hallpass.adversary;

import hallpass.message.MessageType;
import hallpass.trace.Party;
import hallpass.wire.Frame;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** What came by, the newest of it up to a limit. Safe for many threads. */
public final class Recording {
    /** Few frames are large; of those that are, so many fit. */
    private static final long MAX_BYTES = 128L * 1024 * 1024;

    private final InstantSource clock;
    private final int limit;
    private final Deque<Passing> passed = new ArrayDeque<>();
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
        passed.add(passing);
        bytes += frame.size();
        while (passed.size() > limit || bytes > MAX_BYTES) {
            bytes -= passed.remove().frame().size();
        }
        return passing;
    }

    /** In the order in which they came. */
    public synchronized List<Passing> all() {
        return List.copyOf(passed);
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
        Optional<Passing> request = Optional.empty();
        for (Passing passing : passed) {
            if (passing.number() < reply.number() && passing.isRequestOnTheConnectionOf(reply)) {
                request = Optional.of(passing);
            }
        }
        return request;
    }

    public synchronized Optional<Passing> number(int number) {
        return passed.stream().filter(passing -> passing.number() == number).findFirst();
    }
}
