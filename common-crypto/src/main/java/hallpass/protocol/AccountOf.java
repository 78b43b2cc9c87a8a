package hallpass.protocol;

import hallpass.message.ErrorCode;
import hallpass.message.MessageType;
import hallpass.trace.Fact;
import hallpass.trace.TraceEvent;
import hallpass.trace.TraceEvent.About;
import hallpass.trace.TraceEvent.Received;
import hallpass.trace.TraceEvent.Refused;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Draws an account from the story of a request. */
final class AccountOf {
    private AccountOf() {}

    static Account story(List<TraceEvent> story, Instant time, String peer) {
        Optional<MessageType> request = Optional.empty();
        Map<Fact, String> facts = new EnumMap<>(Fact.class);
        Optional<ErrorCode> refusal = Optional.empty();
        String reason = "";
        for (TraceEvent event : story) {
            if (event instanceof Received received) {
                request = Optional.of(received.message().type());
            } else if (event instanceof About about) {
                facts.put(about.fact(), about.value());
            } else if (event instanceof Refused refused) {
                refusal = Optional.of(refused.code());
                reason = refused.why();
            }
        }
        return new Account(time, peer, request, facts, refusal, reason);
    }
}
