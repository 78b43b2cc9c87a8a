package hallpass.message;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Types of audit log entries. {@link MessageType#auditEvent} names the event of a granted request.
 */
public enum AuditEvent {
    TICKET_ISSUED(Sync.DEFERRED),
    TOKEN_ISSUED(Sync.DEFERRED),
    CLIENT_AUTHENTICATED(Sync.DEFERRED),
    SERVED(Sync.DEFERRED),
    KEY_UPDATED(Sync.IMMEDIATE),
    CERTIFICATE_ISSUED(Sync.IMMEDIATE),
    CERTIFICATE_SHOWN(Sync.DEFERRED),
    SESSION_OPENED(Sync.DEFERRED),
    /** A request without a specific event. */
    ANSWERED(Sync.DEFERRED),
    REFUSED(Sync.DEFERRED),

    CERTIFICATE_REVOKED(Sync.IMMEDIATE),
    CRL_PUBLISHED(Sync.DEFERRED),
    /** An administrator requested a new enrolment of the application server. */
    ENROLMENT_ASKED(Sync.IMMEDIATE),
    USER_ADDED(Sync.IMMEDIATE),
    USER_REMOVED(Sync.IMMEDIATE),
    SERVICE_ADDED(Sync.IMMEDIATE),
    SERVICE_REKEYED(Sync.IMMEDIATE),
    TGS_REKEYED(Sync.IMMEDIATE),
    REALM_MADE(Sync.IMMEDIATE),
    REALM_UPGRADED(Sync.IMMEDIATE),
    REALM_MOVED(Sync.IMMEDIATE),
    REALM_BACKED_UP(Sync.IMMEDIATE),
    /** First line after a restore: the state of the realm and of this log is that of the backup. */
    REALM_RESTORED(Sync.IMMEDIATE),
    ROUTES_CHANGED(Sync.IMMEDIATE),

    SERVER_STARTED(Sync.DEFERRED),
    SERVER_STOPPED(Sync.DEFERRED),

    /** A signature over all previous lines. */
    CHECKPOINT(Sync.DEFERRED),
    /** The log continues after a crash or after write errors. */
    RESUMED(Sync.DEFERRED),
    /** First line of a new log: the previous log failed verification. */
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

    /** The name in the log and in commands, such as {@code ticket-issued}. */
    public String id() {
        return id;
    }

    /**
     * Whether the entry is synced to disk before the action is acknowledged. Other entries are
     * synced within about a second.
     */
    public boolean requiresImmediateSync() {
        return sync == Sync.IMMEDIATE;
    }

    public static Optional<AuditEvent> named(String id) {
        return Optional.ofNullable(BY_ID.get(id));
    }
}
