package hallpass.testkit;

import hallpass.trace.Comparison;
import hallpass.trace.Party;
import hallpass.trace.Story;
import hallpass.trace.Style;
import hallpass.trace.Trace;
import hallpass.trace.TraceEvent;
import hallpass.trace.TraceEvent.Compared;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what it is told. */
public final class RecordingTrace implements Trace {
    private final List<TraceEvent> events = new CopyOnWriteArrayList<>();

    @Override
    public void tell(TraceEvent event) {
        events.add(event);
    }

    public List<TraceEvent> events() {
        return List.copyOf(events);
    }

    /** The events of one kind, in order. */
    public <E extends TraceEvent> List<E> events(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** What was held side by side, in order. */
    public List<Comparison> comparisons() {
        return events(Compared.class).stream().map(Compared::what).toList();
    }

    /** As a person would read it. */
    public List<String> story(Party party) {
        return new Story(party, Style.PLAIN).lines(events());
    }

    public void clear() {
        events.clear();
    }
}
