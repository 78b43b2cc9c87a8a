package hallpass.protocol;

import hallpass.message.ErrorCode;
import hallpass.message.MessageType;
import hallpass.trace.AuditField;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Outcome of one request.
 *
 * @param peer address and port of the sender
 * @param request empty if the request was not readable
 * @param fields the audit fields recorded before the request was answered
 * @param errorCode empty if the request was granted
 * @param reason why the request was refused, for the operator of the server; empty if the request
 *     was granted
 */
public record AuditRecord(
        Instant time,
        String peer,
        Optional<MessageType> request,
        Map<AuditField, String> fields,
        Optional<ErrorCode> errorCode,
        String reason) {}
