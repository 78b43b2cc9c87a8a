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
 * Audit log of a server. It is opened after the server has bound its address, so that a process
 * that fails to bind never touches the log of the running one. Requests that arrive earlier wait
 * until the log is open.
 */
public final class ServerAudit implements AuditSink {
    private final CompletableFuture<ServerAuditLog> log = new CompletableFuture<>();

    interface AuditLogOpener {
        ServerAuditLog open() throws RealmException;
    }

    void open(AuditLogOpener opener) throws RealmException {
        try {
            log.complete(opener.open());
        } catch (RealmException | RuntimeException e) {
            log.completeExceptionally(e);
            throw e;
        }
    }

    /** Records an event that no request caused, as soon as the log is open. */
    public void record(AuditEvent event, AuditField field, Object value) {
        CompletableFuture<Void> unused = log.thenAccept(open -> open.recordEvent(event, field, value));
    }

    void record(AuditEvent event) {
        CompletableFuture<Void> unused = log.thenAccept(open -> open.recordEvent(event));
    }

    @Override
    public void record(AuditRecord auditRecord) {
        log.join().record(auditRecord);
    }

    @Override
    public void requireReady() {
        log.join().requireReady();
    }

    /** A warning for the console if the existing log was damaged. */
    Optional<String> warning() {
        return opened().flatMap(ServerAuditLog::warning);
    }

    /** The server's status, with the state of the audit log where that is worse. */
    String withAuditStatus(String status) {
        if (opened().flatMap(ServerAuditLog::writeFailure).isPresent()) {
            return "cannot write its audit log, and refuses requests until it can";
        }
        return warning().isEmpty() ? status : status + StatusReporter.WARNING_SEPARATOR + "its audit log is corrupt";
    }

    void close() {
        opened().ifPresent(ServerAuditLog::close);
    }

    private Optional<ServerAuditLog> opened() {
        return log.isDone() && !log.isCompletedExceptionally() ? Optional.of(log.join()) : Optional.empty();
    }
}
