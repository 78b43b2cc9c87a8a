package hallpass.trace;

import java.util.List;

/** Receives all events of one request at once, after the exchange and before the reply is sent. */
@FunctionalInterface
public interface TraceSink {
    /** Discards all events. */
    TraceSink NONE = events -> {};

    void write(List<TraceEvent> events);
}
