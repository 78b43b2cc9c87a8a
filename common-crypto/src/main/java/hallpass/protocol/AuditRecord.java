package hallpass.protocol;

import hallpass.message.ErrorCode;
import hallpass.message.MessageType;
import hallpass.trace.AuditField;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What became of one request.
 *
 * @param peer the sender's address and port
 * @param request empty if it could not be read
 * @param fields what it was about, as far as it came
 * @param errorCode empty if it was granted
 * @param reason why it was refused, for whoever runs the server; empty if it was granted
 */
public record AuditRecord(
        Instant time,
        String peer,
        Optional<MessageType> request,
        Map<AuditField, String> fields,
        Optional<ErrorCode> errorCode,
        String reason) {}
