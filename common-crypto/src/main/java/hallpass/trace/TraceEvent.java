package hallpass.trace;

import hallpass.crypto.KeyUsage;
import hallpass.message.ErrorCode;
import hallpass.message.Message;
import hallpass.message.Party;

/** One thing that a party did with a message. No event holds a key, a password or what was inside a sealed part. */
public sealed interface TraceEvent {
    /** @param sender the sender, in words */
    record MessageReceived(Message message, String sender) implements TraceEvent {}

    /** @param receiver the receiver, in words */
    record MessageSent(Message message, String receiver) implements TraceEvent {}

    record PartSealed(String part, KeyUsage usage, String key) implements TraceEvent {}

    record PartOpened(String part, KeyUsage usage, String key) implements TraceEvent {}

    /** Two things held side by side. */
    record CheckPerformed(Check check, String left, String right, boolean passed) implements TraceEvent {}

    /** @param detail what the deed was done with or to */
    record ActionPerformed(Action action, String detail) implements TraceEvent {}

    /** What the request turned out to be about. No line of a story: the lines around it say so already. */
    record AuditFieldSet(AuditField field, String value) implements TraceEvent {}

    /**
     * One of a server's replicas does not serve, and the next one is asked.
     *
     * @param reason a sentence that names the one that does not
     * @param next where the next one is
     */
    record FailedOver(Party server, String reason, String next) implements TraceEvent {}

    /** @param reason for whoever runs this party; the peer is told the code alone */
    record RefusalRaised(ErrorCode code, String reason) implements TraceEvent {}
}
