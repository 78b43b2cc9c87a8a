package hallpass.protocol;

import hallpass.message.ErrorCode;
import hallpass.message.MessageType;
import hallpass.trace.AuditField;
import hallpass.trace.TraceEvent;
import hallpass.trace.TraceEvent.AuditFieldSet;
import hallpass.trace.TraceEvent.MessageReceived;
import hallpass.trace.TraceEvent.RefusalRaised;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Derives audit records from the trace events of a request. */
final class AuditRecords {
    private AuditRecords() {}

    static AuditRecord fromTrace(List<TraceEvent> events, Instant time, String peer) {
        Optional<MessageType> request = Optional.empty();
        Map<AuditField, String> facts = new EnumMap<>(AuditField.class);
        Optional<ErrorCode> refusal = Optional.empty();
        String reason = "";
        for (TraceEvent event : events) {
            if (event instanceof MessageReceived received) {
                request = Optional.of(received.message().type());
            } else if (event instanceof AuditFieldSet about) {
                facts.put(about.field(), about.value());
            } else if (event instanceof RefusalRaised refused) {
                refusal = Optional.of(refused.code());
                reason = refused.reason();
            }
        }
        return new AuditRecord(time, peer, request, facts, refusal, reason);
    }
}
