package hallpass.message;

import java.util.Optional;
import java.util.Set;

/**
 * Direction of a message: its senders, its receivers, the request that it replies to, and the audit
 * event of a granted request.
 *
 * @param request the request that this reply grants; empty for requests and for ERROR
 * @param auditEvent empty for replies and for requests that are not audited
 */
record MessageRoute(
        boolean isRequest,
        Set<Party> senders,
        Set<Party> receivers,
        Optional<MessageType> request,
        Optional<AuditEvent> auditEvent) {

    static MessageRoute request(Party sender, Party receiver, AuditEvent auditEvent) {
        return request(Set.of(sender), Set.of(receiver), auditEvent);
    }

    static MessageRoute request(Set<Party> senders, Set<Party> receivers, AuditEvent auditEvent) {
        return new MessageRoute(true, senders, receivers, Optional.empty(), Optional.of(auditEvent));
    }

    /** A request of any client to any server that leaves no audit record. */
    static MessageRoute unauditedRequest() {
        return new MessageRoute(
                true, Set.of(Party.CLIENT), Set.copyOf(Party.SERVERS), Optional.empty(), Optional.empty());
    }

    static MessageRoute replyTo(MessageType request) {
        Set<Party> senders = request.receivers();
        Set<Party> receivers = request.senders();
        return new MessageRoute(false, senders, receivers, Optional.of(request), Optional.empty());
    }

    /**
     * A reply of any server to any of its clients; the application server is a client of the CA.
     */
    static MessageRoute error() {
        return new MessageRoute(
                false, Set.copyOf(Party.SERVERS), Set.of(Party.CLIENT, Party.APP), Optional.empty(), Optional.empty());
    }
}
