package hallpass.trace;

import java.util.List;

/** Tells what happened to one message, from its arrival to the reply. */
@FunctionalInterface
public interface Narrator {
    /** Tells nobody. */
    Narrator SILENT = events -> {};

    void tell(List<TraceEvent> events);
}
