package hallpass.audit;

import hallpass.audit.LogRecovery.RecoveredLog;
import hallpass.config.RealmError;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.message.AuditEvent;
import hallpass.message.Party;
import hallpass.trace.PrintableText;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The audit log of administration commands. One command at a time has it open. */
public final class AdminAuditLog implements AutoCloseable {
    /** Longer than any command runs. */
    private static final long LOCK_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final long RETRY_INTERVAL_MILLIS = 20;

    private final RealmFolder realm;
    private final AuditLog log;
    private final String user;

    private AdminAuditLog(RealmFolder realm, AuditLog log, String user) {
        this.realm = realm;
        this.log = log;
        this.user = user;
    }

    /**
     * Opens the log, and waits for another command if necessary.
     *
     * @param user the operating system user who runs the command
     * @throws RealmException if the log is not available; the command must then change nothing
     */
    public static AdminAuditLog open(RealmFolder realm, String user, InstantSource clock) throws RealmException {
        AuditLogLocation location = AuditLogLocation.admin(realm);
        long deadline = System.nanoTime() + LOCK_TIMEOUT_NANOS;
        Optional<RecoveredLog> opened = LogRecovery.open(location, realm);
        while (opened.isEmpty() && System.nanoTime() < deadline) {
            pause();
            opened = LogRecovery.open(location, realm);
        }
        return new AdminAuditLog(
                realm,
                AuditLog.start(
                        location,
                        opened.orElseThrow(() -> new RealmException(
                                RealmError.AUDIT_LOG_BUSY,
                                location.logFile().toString(),
                                "Another command has locked "
                                        + PrintableText.escape(
                                                location.logFile().toString()) + ".")),
                        clock),
                user);
    }

    /**
     * Creates the audit keys of all processes of a new realm. Without them, deleting a log together
     * with its key would look like a process that never started.
     */
    public static void createKeys(RealmFolder realm) throws RealmException {
        LogRecovery.prepare(AuditLogLocation.admin(realm), realm);
        for (Party party : AuditLogLocations.SERVERS) {
            LogRecovery.prepare(AuditLogLocation.of(realm, party, 1), realm);
        }
    }

    /** Whether the previous log was corrupt, as a sentence for the user. */
    public Optional<String> warning() {
        return log.warning();
    }

    /** A new entry with the current time, for {@link #record}. */
    public AuditEntry newEntry(AuditEvent event) {
        return log.newEntry(event);
    }

    /**
     * Records a change, durably.
     *
     * @throws RealmException if the entry could not be written, although the change took effect;
     *     also if the realm was removed or replaced meanwhile
     */
    public void record(AuditEntry entry) throws RealmException {
        log.write(entry.with(LogFieldNames.BY, user));
        realm.requireUnchanged();
        Optional<String> failure = log.writeFailure();
        if (failure.isPresent()) {
            throw new RealmException(
                    RealmError.ACTION_NOT_RECORDED,
                    entry.event().id(),
                    "The change took effect, but the audit log does not record it. " + failure.get());
        }
    }

    @Override
    public void close() {
        log.close();
    }

    private static void pause() throws RealmException {
        try {
            TimeUnit.MILLISECONDS.sleep(RETRY_INTERVAL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RealmException(
                    RealmError.INTERRUPTED, "", "The command was interrupted while it waited for the audit log.", e);
        }
    }
}
