package hallpass.trace;

/** Is told what happens while a message is dealt with. Hears of keys by name only. */
@FunctionalInterface
public interface Trace {
    /** Listens to nothing. */
    Trace NONE = event -> {};

    void emit(TraceEvent event);
}
