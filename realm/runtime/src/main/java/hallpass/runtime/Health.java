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

/**
 * State of a server as its status reports it: starting, waiting, ready, degraded or unable to
 * serve. Thread-safe.
 */
public final class Health {
    private final Supplier<Optional<String>> logProblem;
    private volatile String startupState = "starting";
    private volatile Optional<String> failure = Optional.empty();
    private volatile Readiness readiness = Readiness.none();

    /** @param logProblem why the log file cannot be written now; empty if it can */
    public Health(Supplier<Optional<String>> logProblem) {
        this.logProblem = logProblem;
    }

    void setReadiness(Readiness readiness) {
        this.readiness = readiness;
    }

    void setWaitingFor(String reason) {
        startupState = reason;
    }

    /** Keeps a warning that was reported while the server became ready. */
    void markReady() {
        startupState = StatusReporter.isReady(startupState) ? startupState : StatusReporter.READY;
    }

    void markRecovered() {
        startupState = StatusReporter.READY;
    }

    /** {@link StatusReporter#READY}, with a warning where there is one, or the problem. */
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

    /** Learns from the trace of each request whether the server can serve. */
    TraceSink observing(TraceSink sink) {
        return events -> {
            events.forEach(this::observe);
            sink.write(events);
        };
    }

    private void observe(TraceEvent event) {
        if (event instanceof RefusalRaised refused && refused.code() == ErrorCode.HP_ERR_UNAVAILABLE) {
            if (readiness.problem().isPresent()) {
                // Readiness also reports the recovery.
                return;
            }
            failure = Optional.of("cannot serve: " + refused.reason());
        } else if (event instanceof MessageSent sent && !(sent.message() instanceof ErrorMessage)) {
            failure = Optional.empty();
        }
    }
}
