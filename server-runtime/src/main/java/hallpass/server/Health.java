package hallpass.server;

import hallpass.message.ErrorCode;
import hallpass.message.ErrorMessage;
import hallpass.protocol.Status;
import hallpass.server.Server.Preparation;
import hallpass.trace.Narrator;
import hallpass.trace.TraceEvent;
import hallpass.trace.TraceEvent.Refused;
import hallpass.trace.TraceEvent.Sent;
import java.util.Optional;
import java.util.function.Supplier;

/** How a server is: what it waits for, whether it lost what it needs, whether it can keep its log. Safe for many threads. */
final class Health {
    private final Supplier<Optional<String>> logProblem;
    private volatile String prepared = "starting";
    private volatile Optional<String> lost = Optional.empty();
    private volatile Preparation needed = Preparation.none();

    /** @param logProblem why nothing can be logged now */
    Health(Supplier<Optional<String>> logProblem) {
        this.logProblem = logProblem;
    }

    /** What knows by itself whether it is there. */
    void needs(Preparation preparation) {
        needed = preparation;
    }

    void waitsFor(String what) {
        prepared = what;
    }

    /** What waits no longer may have found something to look after meanwhile. */
    void ready() {
        prepared = Status.isReady(prepared) ? prepared : Status.READY;
    }

    void servesAgain() {
        prepared = Status.READY;
    }

    /** For whoever asks: {@link Status#READY}, or what keeps it from that. */
    String state() {
        if (!prepared.equals(Status.READY)) {
            return prepared;
        }
        return needed.lacks()
                .or(() -> lost)
                .orElseGet(() -> logProblem
                        .get()
                        .map(problem -> Status.READY + Status.BUT + problem)
                        .orElse(Status.READY));
    }

    /** Hears, in what is told of each request, whether the server has what it needs. */
    Narrator listening(Narrator narrator) {
        return events -> {
            events.forEach(this::hear);
            narrator.tell(events);
        };
    }

    private void hear(TraceEvent event) {
        if (event instanceof Refused refused && refused.code() == ErrorCode.HP_ERR_UNAVAILABLE) {
            if (needed.lacks().isPresent()) {
                // It also knows when that is over.
                return;
            }
            lost = Optional.of("cannot serve: " + refused.why());
        } else if (event instanceof Sent sent && !(sent.message() instanceof ErrorMessage)) {
            lost = Optional.empty();
        }
    }
}
