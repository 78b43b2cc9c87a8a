package hallpass.audit;

import hallpass.message.MessageType;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a line of the audit log tells of. */
public enum AuditEvent {
    TICKET_ISSUED(Sync.SOON),
    TOKEN_ISSUED(Sync.SOON),
    CLIENT_AUTHENTICATED(Sync.SOON),
    SERVED(Sync.SOON),
    KEY_UPDATED(Sync.AT_ONCE),
    CERTIFICATE_ISSUED(Sync.AT_ONCE),
    CERTIFICATE_SHOWN(Sync.SOON),
    SESSION_OPENED(Sync.SOON),
    /** A request of a kind that has no event of its own. */
    ANSWERED(Sync.SOON),
    REFUSED(Sync.SOON),

    CERTIFICATE_REVOKED(Sync.AT_ONCE),
    CRL_PUBLISHED(Sync.SOON),
    /** The application server was told to register anew. */
    ENROLMENT_ASKED(Sync.AT_ONCE),
    USER_ADDED(Sync.AT_ONCE),
    USER_REMOVED(Sync.AT_ONCE),
    SERVICE_ADDED(Sync.AT_ONCE),
    SERVICE_REKEYED(Sync.AT_ONCE),
    TGS_REKEYED(Sync.AT_ONCE),
    REALM_MADE(Sync.AT_ONCE),
    REALM_UPGRADED(Sync.AT_ONCE),
    REALM_MOVED(Sync.AT_ONCE),
    ROUTES_CHANGED(Sync.AT_ONCE),

    SERVER_STARTED(Sync.SOON),
    SERVER_STOPPED(Sync.SOON),

    /** The signature of all lines before. */
    CHECKPOINT(Sync.SOON),
    /** Written again after a process that did not stop in order, or after lines that could not be written. */
    RESUMED(Sync.SOON),
    /** The log that was here before does not hold together; this is the first line of a new one. */
    BROKEN_CHAIN_FOUND(Sync.AT_ONCE);

    private enum Sync {
        AT_ONCE,
        SOON
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
    boolean isSyncedAtOnce() {
        return sync == Sync.AT_ONCE;
    }

    public static Optional<AuditEvent> named(String id) {
        return Optional.ofNullable(BY_ID.get(id));
    }

    /** What it is called that a request was granted. */
    static AuditEvent grantedTo(MessageType request) {
        return switch (request) {
            case AS_REQ -> TICKET_ISSUED;
            case TGS_REQ -> TOKEN_ISSUED;
            case AP_REQ -> CLIENT_AUTHENTICATED;
            case SERVICE_REQ, PKI_SERVICE_REQ -> SERVED;
            case KEY_UPDATE_REQ -> KEY_UPDATED;
            case SERVER_REGISTRATION_REQ -> CERTIFICATE_ISSUED;
            case CERTIFICATE_REQ -> CERTIFICATE_SHOWN;
            case CLIENT_REGISTRATION_REQ -> SESSION_OPENED;
            default -> ANSWERED;
        };
    }
}
