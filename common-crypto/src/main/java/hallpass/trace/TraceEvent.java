package hallpass.trace;

import hallpass.crypto.KeyUsage;
import hallpass.message.ErrorCode;
import hallpass.message.Message;
import hallpass.message.Party;

/** One event of an exchange. Events contain no keys, passwords or plaintexts of sealed parts. */
public sealed interface TraceEvent {
    /** @param sender the peer's address and port */
    record MessageReceived(Message message, String sender) implements TraceEvent {}

    /** @param receiver the peer's address and port */
    record MessageSent(Message message, String receiver) implements TraceEvent {}

    record PartSealed(String part, KeyUsage usage, String key) implements TraceEvent {}

    record PartOpened(String part, KeyUsage usage, String key) implements TraceEvent {}

    /** A comparison of two values. */
    record CheckPerformed(Check check, String left, String right, boolean passed) implements TraceEvent {}

    /** @param detail the subject of the action */
    record ActionPerformed(Action action, String detail) implements TraceEvent {}

    /**
     * A field for the audit record. Not shown as a trace line, because other lines show the value.
     */
    record AuditFieldSet(AuditField field, String value) implements TraceEvent {}

    /**
     * A request moved on to the next replica of a server.
     *
     * @param reason a sentence that names the replica and the failure
     * @param next the address of the next replica
     */
    record FailedOver(Party server, String reason, String next) implements TraceEvent {}

    /** @param reason for the operator of this party; the peer receives only the code */
    record RefusalRaised(ErrorCode code, String reason) implements TraceEvent {}
}
