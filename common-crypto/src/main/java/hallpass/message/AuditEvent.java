package hallpass.message;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a line of the audit log tells of. */
public enum AuditEvent {
    TICKET_ISSUED(Sync.DEFERRED),
    TOKEN_ISSUED(Sync.DEFERRED),
    CLIENT_AUTHENTICATED(Sync.DEFERRED),
    SERVED(Sync.DEFERRED),
    KEY_UPDATED(Sync.IMMEDIATE),
    CERTIFICATE_ISSUED(Sync.IMMEDIATE),
    CERTIFICATE_SHOWN(Sync.DEFERRED),
    SESSION_OPENED(Sync.DEFERRED),
    /** A request of a kind that has no event of its own. */
    ANSWERED(Sync.DEFERRED),
    REFUSED(Sync.DEFERRED),

    CERTIFICATE_REVOKED(Sync.IMMEDIATE),
    CRL_PUBLISHED(Sync.DEFERRED),
    /** The application server was told to register anew. */
    ENROLMENT_ASKED(Sync.IMMEDIATE),
    USER_ADDED(Sync.IMMEDIATE),
    USER_REMOVED(Sync.IMMEDIATE),
    SERVICE_ADDED(Sync.IMMEDIATE),
    SERVICE_REKEYED(Sync.IMMEDIATE),
    TGS_REKEYED(Sync.IMMEDIATE),
    REALM_MADE(Sync.IMMEDIATE),
    REALM_UPGRADED(Sync.IMMEDIATE),
    REALM_MOVED(Sync.IMMEDIATE),
    ROUTES_CHANGED(Sync.IMMEDIATE),

    SERVER_STARTED(Sync.DEFERRED),
    SERVER_STOPPED(Sync.DEFERRED),

    /** The signature of all lines before. */
    CHECKPOINT(Sync.DEFERRED),
    /** Written again after a process that did not stop in order, or after lines that could not be written. */
    RESUMED(Sync.DEFERRED),
    /** The log that was here before does not hold together; this is the first line of a new one. */
    BROKEN_CHAIN_FOUND(Sync.IMMEDIATE);

    private enum Sync {
        IMMEDIATE,
        DEFERRED
    }

    private static final Map<String, AuditEvent> BY_ID =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(AuditEvent::id, Function.identity()));

    private final String id;
    private final Sync sync;

    AuditEvent(Sync sync) {
        this.id = name().toLowerCase(Locale.ROOT).replace('_', '-');
        this.sync = sync;
    }

    /** As lines and commands call it, such as {@code ticket-issued}. */
    public String id() {
        return id;
    }

    /** Whether its line is on the disk before anybody is told; others follow within about a second. */
    public boolean requiresImmediateSync() {
        return sync == Sync.IMMEDIATE;
    }

    public static Optional<AuditEvent> named(String id) {
        return Optional.ofNullable(BY_ID.get(id));
    }
}
