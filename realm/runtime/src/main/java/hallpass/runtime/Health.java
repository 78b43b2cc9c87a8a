package hallpass.runtime;

import hallpass.message.ErrorCode;
import hallpass.message.ErrorMessage;
import hallpass.protocol.StatusReporter;
import hallpass.runtime.ServerAssembly.Readiness;
import hallpass.trace.TraceEvent;
import hallpass.trace.TraceEvent.MessageSent;
import hallpass.trace.TraceEvent.RefusalRaised;
import hallpass.trace.TraceSink;
import java.util.Optional;
import java.util.function.Supplier;

/** How a server is: what it waits for, whether it lost what it needs, whether it can keep its log. Safe for many threads. */
public final class Health {
    private final Supplier<Optional<String>> logProblem;
    private volatile String startupState = "starting";
    private volatile Optional<String> failure = Optional.empty();
    private volatile Readiness readiness = Readiness.none();

    /** @param logProblem why nothing can be logged now */
    public Health(Supplier<Optional<String>> logProblem) {
        this.logProblem = logProblem;
    }

    /** What knows by itself whether it is there. */
    void setReadiness(Readiness readiness) {
        this.readiness = readiness;
    }

    void setWaitingFor(String what) {
        startupState = what;
    }

    /** What waits no longer may have found something to look after meanwhile. */
    void markReady() {
        startupState = StatusReporter.isReady(startupState) ? startupState : StatusReporter.READY;
    }

    void markRecovered() {
        startupState = StatusReporter.READY;
    }

    /** For whoever asks: {@link StatusReporter#READY}, or what keeps it from that. */
    String state() {
        if (!startupState.equals(StatusReporter.READY)) {
            return startupState;
        }
        return readiness
                .problem()
                .or(() -> failure)
                .orElseGet(() -> logProblem
                        .get()
                        .map(problem -> StatusReporter.READY + StatusReporter.WARNING_SEPARATOR + problem)
                        .orElse(StatusReporter.READY));
    }

    /** Hears, in what is told of each request, whether the server has what it needs. */
    TraceSink observing(TraceSink sink) {
        return events -> {
            events.forEach(this::observe);
            sink.write(events);
        };
    }

    private void observe(TraceEvent event) {
        if (event instanceof RefusalRaised refused && refused.code() == ErrorCode.HP_ERR_UNAVAILABLE) {
            if (readiness.problem().isPresent()) {
                // It also knows when that is over.
                return;
            }
            failure = Optional.of("cannot serve: " + refused.reason());
        } else if (event instanceof MessageSent sent && !(sent.message() instanceof ErrorMessage)) {
            failure = Optional.empty();
        }
    }
}
