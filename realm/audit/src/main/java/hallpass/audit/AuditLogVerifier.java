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

/** Reads logs from the first line to the last, and finds whatever is not as its process left it. */
public final class AuditLogVerifier {
    /** Of each file: whoever has seen some faults knows enough. */
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
     * Something that is wrong.
     *
     * @param line 0 where it is the file as a whole
     * @param problem the rest of a sentence that begins with the place
     */
    public record LogFault(Path file, long line, String problem) {}

    /**
     * What there is to say of one log.
     *
     * @param unsignedLines how many lines follow the last signature; the process is running, or was killed
     * @param tornBytes how many bytes of an unfinished line follow the last whole one
     */
    public record LogResult(
            String party,
            Path file,
            long lines,
            long checkpoints,
            long unsignedLines,
            long tornBytes,
            List<LogFault> faults) {}

    /** All logs of a realm that were begun. */
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
        // Before the log, which may grow meanwhile.
        Optional<SignedCheckpoint> checkpoint = key.flatMap(this::readCheckpoint);
        if (!Files.exists(location.logFile())) {
            if (checkpoint.isPresent() && checkpoint.get().last().number() > 0) {
                addFault(
                        location.logFile(),
                        0,
                        "is gone; it had " + checkpoint.get().last().number() + " lines");
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
            addFault(location.publicKeyFile(), 0, "cannot check any signature: " + e.description());
            return Optional.empty();
        }
    }

    private Optional<SignedCheckpoint> readCheckpoint(PublicAuditKey key) {
        if (!Files.exists(location.checkpointFile())) {
            addFault(location.checkpointFile(), 0, "is gone, so nothing tells how many lines there must be");
            return Optional.empty();
        }
        try {
            SignedCheckpoint checkpoint = SignedCheckpoint.read(location.checkpointFile());
            if (checkpoint.isSignedBy(key) && checkpoint.party().equals(location.party())) {
                return Optional.of(checkpoint);
            }
            addFault(location.checkpointFile(), 0, "was changed: its signature is not that of " + location.party());
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
            addFault(location.logFile(), lines + 1, "is missing: the log had " + signed + " lines, and has " + lines);
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

    /** A log that began anew stays one that was tampered with, and the one before it must be kept. */
    private void checkReplacedLog(AuditLine line) throws IOException {
        addFault(
                location.logFile(),
                lines,
                "says that the log before it did not hold together: " + line.field(LogFieldNames.REASON));
        Path name = Path.of(line.field(LogFieldNames.KEPT)).getFileName();
        Path kept = name == null ? location.logFile() : location.logFile().resolveSibling(name);
        if (!Files.exists(kept)) {
            addFault(kept, 0, "is gone, where the broken log was kept");
        } else if (!ChainHead.sha256(kept).equals(line.field(LogFieldNames.KEPT_HASH))) {
            addFault(kept, 0, "was changed since it was kept as the broken log");
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
                    "is not the line that " + location.checkpointFile().getFileName() + " was signed for");
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
