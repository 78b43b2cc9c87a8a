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
import java.util.Optional;

/** Finds where a log ends, when a process takes it up again. */
final class LogRecovery {
    private final AuditLogLocation location;
    private final AuditKey key;

    private LogRecovery(AuditLogLocation location, AuditKey key) {
        this.location = location;
        this.key = key;
    }

    /** A log at its end, ready for the next line. */
    sealed interface RecoveredLog {
        AuditFile file();

        AuditKey key();

        SignedCheckpoint checkpoint();

        /** Of its last whole line. */
        ChainHead chainHead();

        /** Where that line ends. */
        long logEnd();
    }

    /**
     * A log that holds together.
     *
     * @param truncatedBytes how many bytes of an unfinished line were cut off
     * @param unsignedLines how many lines follow the last signed one
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
     * A new log in the place of one that does not hold together.
     *
     * @param reason what is wrong with the old one, in words
     * @param keptAs the name of the file that it is in now
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

    /** What is wrong with a log, in words. */
    private static final class CorruptLogException extends Exception {
        private static final long serialVersionUID = 1L;

        CorruptLogException(String reason) {
            super(reason, null, false, false);
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }

    /** Makes the key of a log and the head of an empty one, unless they are there. */
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
            // After the head: from now on a missing head means that somebody took it away.
            key.publicKey().write(location.publicKeyFile());
        }
        return key;
    }

    /** Empty if another process holds the log. */
    static Optional<RecoveredLog> open(AuditLogLocation location, RealmFolder realm) throws RealmException {
        return new LogRecovery(location, prepare(location, realm)).open();
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
                    "the log is gone; it had " + checkpoint.last().number() + " lines");
        } else if (file.size() < checkpoint.logEnd()) {
            throw new CorruptLogException("the log is shorter than it was: lines at its end are gone");
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
                    "its head, " + location.checkpointFile().getFileName() + ", is gone");
        }
        try {
            SignedCheckpoint checkpoint = SignedCheckpoint.read(location.checkpointFile());
            if (!checkpoint.isSignedBy(key.publicKey()) || !checkpoint.party().equals(location.party())) {
                throw new CorruptLogException(
                        "its head, " + location.checkpointFile().getFileName() + ", was changed");
            }
            return checkpoint;
        } catch (MalformedJsonException e) {
            throw new CorruptLogException(
                    "its head, " + location.checkpointFile().getFileName() + ", " + e.problem());
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
            throw new CorruptLogException("line " + checkpoint.last().number() + " is not the one that was signed");
        }
    }

    /** Keeps the old log as it is, under another name, and begins a new one. */
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
                            "Another process has opened "
                                    + PrintableText.escape(location.logFile().toString()) + " meanwhile."));
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
