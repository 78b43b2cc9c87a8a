package hallpass.runtime;

import hallpass.audit.ServerAuditLog;
import hallpass.config.RealmException;
import hallpass.message.AuditEvent;
import hallpass.protocol.AuditRecord;
import hallpass.protocol.AuditSink;
import hallpass.protocol.StatusReporter;
import hallpass.trace.AuditField;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The audit log of a server. It is opened once the server has its address, so that one that cannot have it says so and
 * leaves the log alone; a request that is quicker waits for that.
 */
public final class ServerAudit implements AuditSink {
    private final CompletableFuture<ServerAuditLog> trail = new CompletableFuture<>();

    /** Opens the log. */
    interface AuditTrailOpener {
        ServerAuditLog open() throws RealmException;
    }

    void open(AuditTrailOpener opener) throws RealmException {
        try {
            trail.complete(opener.open());
        } catch (RealmException | RuntimeException e) {
            trail.completeExceptionally(e);
            throw e;
        }
    }

    /** Writes what the server does by itself; as soon as the log is open, if it is not yet. */
    public void record(AuditEvent event, AuditField field, Object value) {
        CompletableFuture<Void> unused = trail.thenAccept(open -> open.recordEvent(event, field, value));
    }

    void record(AuditEvent event) {
        CompletableFuture<Void> unused = trail.thenAccept(open -> open.recordEvent(event));
    }

    @Override
    public void record(AuditRecord auditRecord) {
        trail.join().record(auditRecord);
    }

    @Override
    public void requireReady() {
        trail.join().requireReady();
    }

    /** A sentence for the console, if the log was found broken. */
    Optional<String> warning() {
        return opened().flatMap(ServerAuditLog::warning);
    }

    /** What anybody may know who asks for the status. */
    String withAuditStatus(String status) {
        if (opened().flatMap(ServerAuditLog::writeFailure).isPresent()) {
            return "cannot write its audit log, and refuses requests until it can";
        }
        return warning().isEmpty()
                ? status
                : status + StatusReporter.WARNING_SEPARATOR + "its audit log was found broken";
    }

    void close() {
        opened().ifPresent(ServerAuditLog::close);
    }

    private Optional<ServerAuditLog> opened() {
        return trail.isDone() && !trail.isCompletedExceptionally() ? Optional.of(trail.join()) : Optional.empty();
    }
}
