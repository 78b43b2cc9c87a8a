package hallpass.audit;

import hallpass.audit.LogRecovery.RecoveredLog;
import hallpass.config.PrivateFiles;
import hallpass.config.RealmError;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.message.AuditEvent;
import hallpass.trace.PrintableText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Copies the audit logs of a realm while processes append to them, and continues restored logs. */
public final class AuditLogBackup {
    private static final int MAX_CHECKPOINT_BYTES = 4096;
    private static final int BUFFER_BYTES = 64 * 1024;

    private AuditLogBackup() {}

    /**
     * One log.
     *
     * @param logFile the lines; may be missing
     * @param checkpointFile the signed end of the log; may be missing
     */
    public record LogFiles(Path logFile, Path checkpointFile, boolean corrupt) {
        /** Read before the lines, because a log never ends before its checkpoint. */
        public Optional<byte[]> readCheckpoint() throws RealmException {
            return Files.exists(checkpointFile)
                    ? Optional.of(PrivateFiles.read(checkpointFile, MAX_CHECKPOINT_BYTES))
                    : Optional.empty();
        }

        /**
         * Copies the lines that are complete now. A log that was kept because it is corrupt is
         * copied byte by byte, since its successor records its hash.
         */
        public void copyLines(OutputStream out) throws IOException {
            try (FileChannel channel = FileChannel.open(logFile, StandardOpenOption.READ)) {
                long end = corrupt ? channel.size() : endOfLastLine(channel);
                ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
                for (long position = 0; position < end; ) {
                    buffer.clear().limit((int) Math.min(buffer.capacity(), end - position));
                    int read = channel.read(buffer, position);
                    if (read < 0) {
                        throw new IOException("the log became shorter");
                    }
                    Channels.newChannel(out).write(buffer.flip());
                    position += read;
                }
            }
        }

        private static long endOfLastLine(FileChannel channel) throws IOException {
            long end = channel.size();
            ByteBuffer last = ByteBuffer.allocate(1);
            for (; end > 0; end--) {
                last.clear();
                if (channel.read(last, end - 1) == 1 && last.get(0) == '\n') {
                    break;
                }
            }
            return end;
        }
    }

    /** All logs of a realm, each preceded by its corrupt predecessors. */
    public static List<LogFiles> logs(RealmFolder realm) throws RealmException {
        List<LogFiles> logs = new ArrayList<>();
        for (AuditLogLocation location : AuditLogLocations.of(realm)) {
            logs.add(new LogFiles(
                    location.logFile(),
                    location.checkpointFile(),
                    location.baseName().contains(AuditLogLocation.CORRUPT_MARK)));
        }
        return logs;
    }

    /**
     * Appends a line about the restore to each log that has lines, so that every chain tells that
     * its newer lines are in another copy of the realm.
     *
     * @param user the operating system user who restores the realm
     * @param backupTime when the backup was made
     * @param archive the SHA-256 of the backup
     */
    public static void recordRestore(
            RealmFolder realm, String user, InstantSource clock, Instant backupTime, String archive)
            throws RealmException {
        for (AuditLogLocation location : AuditLogLocations.of(realm)) {
            boolean live = !location.baseName().contains(AuditLogLocation.CORRUPT_MARK);
            if (live && Files.exists(location.logFile())) {
                RecoveredLog recovered = LogRecovery.open(location, realm)
                        .orElseThrow(() -> new RealmException(
                                RealmError.SERVER_RUNNING,
                                location.party(),
                                "Another process has locked "
                                        + PrintableText.escape(
                                                location.logFile().toString()) + "."));
                try (AuditLog log = AuditLog.start(location, recovered, clock)) {
                    log.write(log.newEntry(AuditEvent.REALM_RESTORED)
                            .with("backupTime", backupTime)
                            .with("archive", archive)
                            .with(LogFieldNames.BY, user));
                    requireWritten(log);
                }
            }
        }
    }

    private static void requireWritten(AuditLog log) throws RealmException {
        if (log.writeFailure().isPresent()) {
            throw new RealmException(
                    RealmError.ACTION_NOT_RECORDED,
                    AuditEvent.REALM_RESTORED.id(),
                    "The restore could not be recorded. " + log.writeFailure().get());
        }
    }
}
