package hallpass.trace;

import java.util.List;

/** Tells what happened to one message, from its arrival to the reply. */
@FunctionalInterface
public interface TraceSink {
    /** Tells nobody. */
    TraceSink NONE = events -> {};

    void write(List<TraceEvent> events);
}
