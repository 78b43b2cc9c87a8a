package hallpass.audit;

import hallpass.config.RealmError;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.message.AuditEvent;
import hallpass.message.ErrorCode;
import hallpass.message.MessageType;
import hallpass.message.Party;
import hallpass.protocol.AuditRecord;
import hallpass.protocol.AuditSink;
import hallpass.protocol.UnavailableException;
import hallpass.trace.AuditField;
import hallpass.trace.PrintableText;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** The audit log of a server: a line for each answered request and for each event of the server. */
public final class ServerAuditLog implements AuditSink, AutoCloseable {
    private final AuditLog log;

    private ServerAuditLog(AuditLog log) {
        this.log = log;
    }

    /**
     * Opens or creates the log.
     *
     * @param replica the number of the process, from 1
     * @throws RealmException also if another process has locked the log
     */
    public static ServerAuditLog open(RealmFolder realm, Party party, int replica, InstantSource clock)
            throws RealmException {
        AuditLogLocation location = AuditLogLocation.of(realm, party, replica);
        return new ServerAuditLog(AuditLog.start(
                location,
                LogRecovery.open(location, realm)
                        .orElseThrow(() -> new RealmException(
                                RealmError.SERVER_RUNNING,
                                party.id(),
                                "This server is already running for this realm: another process writes "
                                        + PrintableText.escape(
                                                location.logFile().toString()) + ".")),
                clock));
    }

    /** Whether the previous log was corrupt, as a sentence for the operator. */
    public Optional<String> warning() {
        return log.warning();
    }

    /** Why the log is not writable, as a sentence; the server then refuses requests. */
    public Optional<String> writeFailure() {
        return log.writeFailure();
    }

    /** Records an event of the server. */
    public void recordEvent(AuditEvent event) {
        log.write(log.newEntry(event));
    }

    /** Records an event of the server, with one field. */
    public void recordEvent(AuditEvent event, AuditField field, Object value) {
        log.write(log.newEntry(event).with(field, value));
    }

    @Override
    public void record(AuditRecord auditRecord) {
        AuditEntry entry = AuditEntry.of(auditRecord.time(), eventOf(auditRecord));
        for (Map.Entry<AuditField, String> fact : auditRecord.fields().entrySet()) {
            entry = entry.with(fact.getKey(), fact.getValue());
        }
        if (auditRecord.errorCode().isPresent()) {
            ErrorCode code = auditRecord.errorCode().get();
            entry = entry.with(
                            LogFieldNames.REQUEST,
                            auditRecord.request().map(MessageType::title).orElse("unreadable"))
                    .with(LogFieldNames.CODE, code.name())
                    .with(LogFieldNames.REASON, auditRecord.reason());
        }
        log.write(entry.with(LogFieldNames.PEER, auditRecord.peer()));
    }

    @Override
    public void requireReady() {
        if (!log.ensureWritable()) {
            throw new UnavailableException(log.writeFailure().orElse("The audit log was not writable."));
        }
    }

    /** Signs the remaining lines, and closes the file. */
    @Override
    public void close() {
        log.close();
    }

    private static AuditEvent eventOf(AuditRecord auditRecord) {
        if (auditRecord.errorCode().isPresent()) {
            return AuditEvent.REFUSED;
        }
        return auditRecord.request().flatMap(MessageType::auditEvent).orElse(AuditEvent.ANSWERED);
    }
}
