package hallpass.trace;

/** Receives the events of one exchange. Events name keys by label and never contain them. */
@FunctionalInterface
public interface Trace {
    /** Discards all events. */
    Trace NONE = event -> {};

    void emit(TraceEvent event);
}
