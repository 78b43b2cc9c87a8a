package hallpass.audit;

import hallpass.audit.AuditLineReader.RawLine;
import hallpass.audit.ChainVerifier.InvalidLineException;
import hallpass.audit.FlatJson.MalformedJsonException;
import hallpass.config.PrivateFiles;
import hallpass.config.RealmError;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.trace.PrintableText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reopens an audit log: verifies its unsigned end, or replaces a corrupt log. */
final class LogRecovery {
    private final AuditLogLocation location;
    private final AuditKey key;

    private LogRecovery(AuditLogLocation location, AuditKey key) {
        this.location = location;
        this.key = key;
    }

    /** A log that is ready for the next line. */
    sealed interface RecoveredLog {
        AuditFile file();

        AuditKey key();

        SignedCheckpoint checkpoint();

        /** The end of the hash chain. */
        ChainHead chainHead();

        /** The position after the last line. */
        long logEnd();
    }

    /**
     * An intact log.
     *
     * @param truncatedBytes the length of the unterminated line that was removed
     * @param unsignedLines the lines after the last checkpoint
     */
    record IntactLog(
            AuditFile file,
            AuditKey key,
            SignedCheckpoint checkpoint,
            ChainHead chainHead,
            long logEnd,
            long truncatedBytes,
            long unsignedLines)
            implements RecoveredLog {}

    /**
     * A new log that replaces a corrupt one.
     *
     * @param reason the fault of the corrupt log
     * @param keptAs the file name of the corrupt log
     */
    record ReplacedLog(
            AuditFile file, AuditKey key, SignedCheckpoint checkpoint, String reason, String keptAs, String keptHash)
            implements RecoveredLog {
        @Override
        public ChainHead chainHead() {
            return checkpoint.last();
        }

        @Override
        public long logEnd() {
            return checkpoint.logEnd();
        }
    }

    /** A corrupt log. */
    private static final class CorruptLogException extends Exception {
        private static final long serialVersionUID = 1L;

        CorruptLogException(String reason) {
            super(reason, null, false, false);
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }

    /** Creates the key and the checkpoint of a new log, unless they exist. */
    static AuditKey prepare(AuditLogLocation location, RealmFolder realm) throws RealmException {
        PrivateFiles.createFolder(realm.auditFolder());
        if (!Files.exists(location.keyFile())) {
            if (Files.exists(location.logFile()) || Files.exists(location.checkpointFile())) {
                throw new RealmException(
                        RealmError.AUDIT_KEY_MISSING,
                        location.keyFile().toString(),
                        PrintableText.escape(location.keyFile().toString()) + " is missing, and "
                                + PrintableText.escape(location.logFile().toString()) + " is signed with it.");
            }
            AuditKey.generate().write(location.keyFile());
        }
        AuditKey key = AuditKey.read(location.keyFile());
        if (!Files.exists(location.publicKeyFile())) {
            if (!Files.exists(location.checkpointFile()) && !Files.exists(location.logFile())) {
                SignedCheckpoint.ofEmptyLog(location.party(), key).write(location.checkpointFile());
            }
            // Written last: once the public key exists, a missing checkpoint is a fault.
            key.publicKey().write(location.publicKeyFile());
        }
        return key;
    }

    /** Opens the log; empty if another process has locked it. */
    static Optional<RecoveredLog> open(AuditLogLocation location, RealmFolder realm) throws RealmException {
        realm.requireUnchanged();
        if (location.isCreatedWithRealm()) {
            requireKeys(location, realm);
        }
        return new LogRecovery(location, prepare(location, realm)).open();
    }

    /** A log that was lost together with its key would look like one that was never started. */
    private static void requireKeys(AuditLogLocation location, RealmFolder realm) throws RealmException {
        for (Path file : List.of(realm.auditFolder(), location.publicKeyFile(), location.keyFile())) {
            if (Files.notExists(file)) {
                throw new RealmException(
                        RealmError.AUDIT_KEY_MISSING,
                        file.toString(),
                        PrintableText.escape(file.toString()) + " is missing, and the audit log "
                                + PrintableText.escape(location.logFile().toString()) + " needs it.");
            }
        }
    }

    private Optional<RecoveredLog> open() throws RealmException {
        boolean missing = !Files.exists(location.logFile());
        Optional<AuditFile> file = AuditFile.open(location.logFile());
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(recoverIntact(file.get(), missing));
        } catch (CorruptLogException corrupt) {
            return Optional.of(replace(file.get(), corrupt.reason()));
        } catch (IOException e) {
            throw PrivateFiles.ioFailure("The audit log", location.logFile(), "read", e);
        }
    }

    private IntactLog recoverIntact(AuditFile file, boolean missing)
            throws CorruptLogException, IOException, RealmException {
        SignedCheckpoint checkpoint = readCheckpoint();
        if (missing && checkpoint.last().number() > 0) {
            throw new CorruptLogException(
                    "the log is missing; it had " + checkpoint.last().number() + " lines");
        } else if (file.size() < checkpoint.logEnd()) {
            throw new CorruptLogException("the log was truncated");
        }
        AuditLineReader lines = file.readLinesFrom(checkpoint.lastLineStart());
        checkLastSignedLine(checkpoint, lines);
        ChainVerifier verifier = new ChainVerifier(location.party(), key.publicKey(), checkpoint.last());
        long unsignedLines = 0;
        for (Optional<RawLine> raw = lines.next(); raw.isPresent(); raw = lines.next()) {
            try {
                verifier.verifyNext(raw.get());
            } catch (InvalidLineException e) {
                throw new CorruptLogException(
                        "line " + (checkpoint.last().number() + unsignedLines + 1) + " " + e.problem());
            }
            unsignedLines++;
        }
        long truncatedBytes = lines.tornBytes();
        if (truncatedBytes > 0) {
            file.truncate(lines.endOfLastLine());
        }
        return new IntactLog(
                file, key, checkpoint, verifier.head(), lines.endOfLastLine(), truncatedBytes, unsignedLines);
    }

    private SignedCheckpoint readCheckpoint() throws CorruptLogException, RealmException {
        if (!Files.exists(location.checkpointFile())) {
            throw new CorruptLogException(
                    "the checkpoint file " + location.checkpointFile().getFileName() + " is missing");
        }
        try {
            SignedCheckpoint checkpoint = SignedCheckpoint.read(location.checkpointFile());
            if (!checkpoint.isSignedBy(key.publicKey()) || !checkpoint.party().equals(location.party())) {
                throw new CorruptLogException(
                        "the checkpoint file " + location.checkpointFile().getFileName() + " was changed");
            }
            return checkpoint;
        } catch (MalformedJsonException e) {
            throw new CorruptLogException(
                    "the checkpoint file " + location.checkpointFile().getFileName() + " " + e.problem());
        }
    }

    private static void checkLastSignedLine(SignedCheckpoint checkpoint, AuditLineReader lines)
            throws CorruptLogException, IOException {
        if (checkpoint.last().number() == 0) {
            return;
        }
        Optional<RawLine> last = lines.next();
        if (last.isEmpty()
                || last.get().end() != checkpoint.logEnd()
                || !ChainHead.sha256(last.get().content().toArray())
                        .equals(checkpoint.last().hash())) {
            throw new CorruptLogException("line " + checkpoint.last().number() + " is not the signed one");
        }
    }

    /** Renames the corrupt log, and starts a new one. */
    private ReplacedLog replace(AuditFile old, String reason) throws RealmException {
        AuditLogLocation kept = freeLocation();
        try (old) {
            if (Files.exists(location.checkpointFile())) {
                Files.move(location.checkpointFile(), kept.checkpointFile());
            }
            Files.move(location.logFile(), kept.logFile());
            SignedCheckpoint checkpoint = SignedCheckpoint.ofEmptyLog(location.party(), key);
            checkpoint.write(location.checkpointFile());
            AuditFile file = AuditFile.open(location.logFile())
                    .orElseThrow(() -> new RealmException(
                            RealmError.SERVER_RUNNING,
                            location.logFile().toString(),
                            "Another process has locked "
                                    + PrintableText.escape(location.logFile().toString()) + "."));
            return new ReplacedLog(
                    file,
                    key,
                    checkpoint,
                    reason,
                    kept.logFile().getFileName().toString(),
                    ChainHead.sha256(kept.logFile()));
        } catch (IOException e) {
            throw PrivateFiles.ioFailure("The audit log", location.logFile(), "moved", e);
        }
    }

    private AuditLogLocation freeLocation() {
        int number = 1;
        while (Files.exists(location.corrupt(number).logFile())
                || Files.exists(location.corrupt(number).checkpointFile())) {
            number++;
        }
        return location.corrupt(number);
    }
}
