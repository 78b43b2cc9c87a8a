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

/** The audit log of a server: one line for each request that it answered, and for what it did by itself. */
public final class ServerAuditLog implements AuditSink, AutoCloseable {
    private final AuditLog log;

    private ServerAuditLog(AuditLog log) {
        this.log = log;
    }

    /**
     * Opens the log, or makes it, and takes it up where it ended.
     *
     * @param replica which process of this party; 1 is the first
     * @throws RealmException also if another process writes this log
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

    /** That the log before this one does not hold together, as a sentence for all who run the server. */
    public Optional<String> warning() {
        return log.warning();
    }

    /** Why nothing can be written at present, as a sentence; requests are refused meanwhile. */
    public Optional<String> writeFailure() {
        return log.writeFailure();
    }

    /** Writes what the server did by itself. */
    public void recordEvent(AuditEvent event) {
        log.write(log.newEntry(event));
    }

    /** The same with what it was done to. */
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
            throw new UnavailableException(log.writeFailure().orElse("The audit log could not be written just now."));
        }
    }

    /** Signs what is not signed yet, and closes. */
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
