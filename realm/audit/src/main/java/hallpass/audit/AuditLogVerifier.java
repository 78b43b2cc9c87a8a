package hallpass.audit;

import hallpass.audit.AuditLineReader.RawLine;
import hallpass.audit.ChainVerifier.InvalidLineException;
import hallpass.audit.FlatJson.MalformedJsonException;
import hallpass.config.PrivateFiles;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.message.AuditEvent;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Verifies audit logs: line numbers, hash chain, signatures and checkpoint files. */
public final class AuditLogVerifier {
    /** The maximum number of faults reported per log. */
    private static final int MAX_FAULTS = 20;

    private final AuditLogLocation location;
    private final List<LogFault> faults = new ArrayList<>();
    private long omittedFaults;
    private long lines;
    private long checkpoints;
    private long unsignedLines;
    private long tornBytes;

    private AuditLogVerifier(AuditLogLocation location) {
        this.location = location;
    }

    /**
     * A sign of tampering.
     *
     * @param line 0 for the file as a whole
     * @param problem a predicate whose subject is the file and the line
     */
    public record LogFault(Path file, long line, String problem) {}

    /**
     * The result for one log.
     *
     * @param unsignedLines the lines after the last checkpoint, of a running or killed process
     * @param tornBytes the length of an unterminated last line
     */
    public record LogResult(
            String party,
            Path file,
            long lines,
            long checkpoints,
            long unsignedLines,
            long tornBytes,
            List<LogFault> faults) {}

    /** Verifies all logs of a realm. */
    public static List<LogResult> verify(RealmFolder realm) throws RealmException {
        List<LogResult> results = new ArrayList<>();
        for (AuditLogLocation location : AuditLogLocations.of(realm)) {
            if (location.exists()) {
                results.add(verify(location));
            }
        }
        return results;
    }

    static LogResult verify(AuditLogLocation location) throws RealmException {
        return new AuditLogVerifier(location).run();
    }

    private LogResult run() throws RealmException {
        Optional<PublicAuditKey> key = readKey();
        // Read before the log, which may grow meanwhile.
        Optional<SignedCheckpoint> checkpoint = key.flatMap(this::readCheckpoint);
        if (!Files.exists(location.logFile())) {
            if (checkpoint.isPresent() && checkpoint.get().last().number() > 0) {
                addFault(
                        location.logFile(),
                        0,
                        "is missing; it had " + checkpoint.get().last().number() + " lines");
            }
        } else if (key.isPresent()) {
            try (FileChannel channel = FileChannel.open(location.logFile(), StandardOpenOption.READ)) {
                readLines(new AuditLineReader(channel, 0), key.get(), checkpoint);
            } catch (IOException e) {
                throw PrivateFiles.ioFailure("The audit log", location.logFile(), "read", e);
            }
        }
        if (omittedFaults > 0) {
            faults.add(new LogFault(location.logFile(), 0, "has " + omittedFaults + " more faults"));
        }
        return new LogResult(
                location.party(),
                location.logFile(),
                lines,
                checkpoints,
                unsignedLines,
                tornBytes,
                List.copyOf(faults));
    }

    private Optional<PublicAuditKey> readKey() {
        try {
            return Optional.of(PublicAuditKey.read(location.publicKeyFile()));
        } catch (RealmException e) {
            addFault(location.publicKeyFile(), 0, "is unusable: " + e.description());
            return Optional.empty();
        }
    }

    private Optional<SignedCheckpoint> readCheckpoint(PublicAuditKey key) {
        if (!Files.exists(location.checkpointFile())) {
            addFault(location.checkpointFile(), 0, "is missing, so the number of lines is unknown");
            return Optional.empty();
        }
        try {
            SignedCheckpoint checkpoint = SignedCheckpoint.read(location.checkpointFile());
            if (checkpoint.isSignedBy(key) && checkpoint.party().equals(location.party())) {
                return Optional.of(checkpoint);
            }
            addFault(location.checkpointFile(), 0, "was changed: its signature does not belong to " + location.party());
        } catch (MalformedJsonException e) {
            addFault(location.checkpointFile(), 0, "was changed: it " + e.problem());
        } catch (RealmException e) {
            addFault(location.checkpointFile(), 0, "cannot be read: " + e.description());
        }
        return Optional.empty();
    }

    private void readLines(AuditLineReader reader, PublicAuditKey key, Optional<SignedCheckpoint> checkpoint)
            throws IOException {
        ChainVerifier verifier = new ChainVerifier(location.party(), key, ChainHead.START);
        for (Optional<RawLine> raw = reader.next(); raw.isPresent(); raw = reader.next()) {
            lines++;
            unsignedLines++;
            try {
                inspect(verifier.verifyNext(raw.get()));
            } catch (InvalidLineException e) {
                addFault(location.logFile(), lines, e.problem());
            }
            if (checkpoint.isPresent() && checkpoint.get().last().number() == lines) {
                compareWithCheckpoint(checkpoint.get(), raw.get());
            }
        }
        tornBytes = reader.tornBytes();
        long signed = checkpoint.map(found -> found.last().number()).orElse(0L);
        if (lines < signed) {
            addFault(
                    location.logFile(),
                    lines + 1,
                    "is missing: the log had " + signed + " lines, but now has " + lines);
        }
    }

    private void inspect(AuditLine line) throws IOException {
        if (line.hasEvent(AuditEvent.CHECKPOINT)) {
            checkpoints++;
            unsignedLines = 0;
        } else if (line.hasEvent(AuditEvent.BROKEN_CHAIN_FOUND)) {
            checkReplacedLog(line);
        }
    }

    /** A replaced log remains a fault, and its corrupt predecessor must still exist. */
    private void checkReplacedLog(AuditLine line) throws IOException {
        addFault(
                location.logFile(),
                lines,
                "records that the previous log was corrupt: " + line.field(LogFieldNames.REASON));
        Path name = Path.of(line.field(LogFieldNames.KEPT)).getFileName();
        Path kept = name == null ? location.logFile() : location.logFile().resolveSibling(name);
        if (!Files.exists(kept)) {
            addFault(kept, 0, "is missing; it was the corrupt log");
        } else if (!ChainHead.sha256(kept).equals(line.field(LogFieldNames.KEPT_HASH))) {
            addFault(kept, 0, "was changed after it was kept as the corrupt log");
        }
    }

    private void compareWithCheckpoint(SignedCheckpoint checkpoint, RawLine line) {
        boolean same = checkpoint.lastLineStart() == line.start()
                && checkpoint.logEnd() == line.end()
                && checkpoint
                        .last()
                        .hash()
                        .equals(ChainHead.sha256(line.content().toArray()));
        if (!same) {
            addFault(
                    location.logFile(),
                    lines,
                    "is not the line that " + location.checkpointFile().getFileName() + " signs");
        }
    }

    private void addFault(Path file, long line, String problem) {
        if (faults.size() < MAX_FAULTS) {
            faults.add(new LogFault(file, line, problem));
        } else {
            omittedFaults++;
        }
    }
}
