package hallpass.audit;

import hallpass.audit.FlatJson.Unreadable;
import hallpass.audit.LineReader.RawLine;
import hallpass.audit.LinkCheck.WrongLine;
import hallpass.realm.PrivateFiles;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads logs from the first line to the last, and finds whatever is not as its process left it. */
public final class Verification {
    /** Of each file: whoever has seen some faults knows enough. */
    private static final int MOST_FAULTS = 20;

    private final AuditPlace place;
    private final List<Fault> faults = new ArrayList<>();
    private long uncounted;
    private long lines;
    private long checkpoints;
    private long unsigned;
    private long torn;

    private Verification(AuditPlace place) {
        this.place = place;
    }

    /**
     * Something that is wrong.
     *
     * @param line 0 where it is the file as a whole
     * @param problem the rest of a sentence that begins with the place
     */
    public record Fault(Path file, long line, String problem) {}

    /**
     * What there is to say of one log.
     *
     * @param unsigned how many lines follow the last signature; the process is running, or was killed
     * @param torn how many bytes of an unfinished line follow the last whole one
     */
    public record Result(
            String party, Path file, long lines, long checkpoints, long unsigned, long torn, List<Fault> faults) {}

    /** All logs of a realm that were begun. */
    public static List<Result> of(RealmFolder realm) throws RealmProblem {
        List<Result> results = new ArrayList<>();
        for (AuditPlace place : Logs.of(realm)) {
            if (place.isBegun()) {
                results.add(of(place));
            }
        }
        return results;
    }

    static Result of(AuditPlace place) throws RealmProblem {
        return new Verification(place).run();
    }

    private Result run() throws RealmProblem {
        Optional<PublicAuditKey> key = key();
        // Before the log, which may grow meanwhile.
        Optional<Head> head = key.flatMap(this::head);
        if (!Files.exists(place.log())) {
            if (head.isPresent() && head.get().last().number() > 0) {
                fault(place.log(), 0, "is gone; it had " + head.get().last().number() + " lines");
            }
        } else if (key.isPresent()) {
            try (FileChannel channel = FileChannel.open(place.log(), StandardOpenOption.READ)) {
                read(new LineReader(channel, 0), key.get(), head);
            } catch (IOException e) {
                throw PrivateFiles.problem("The audit log", place.log(), "read", e);
            }
        }
        if (uncounted > 0) {
            faults.add(new Fault(place.log(), 0, "has " + uncounted + " more faults"));
        }
        return new Result(place.party(), place.log(), lines, checkpoints, unsigned, torn, List.copyOf(faults));
    }

    private Optional<PublicAuditKey> key() {
        try {
            return Optional.of(PublicAuditKey.read(place.publicKey()));
        } catch (RealmProblem e) {
            fault(place.publicKey(), 0, "cannot check any signature: " + e.sentence());
            return Optional.empty();
        }
    }

    private Optional<Head> head(PublicAuditKey key) {
        if (!Files.exists(place.head())) {
            fault(place.head(), 0, "is gone, so nothing tells how many lines there must be");
            return Optional.empty();
        }
        try {
            Head head = Head.read(place.head());
            if (head.isSignedBy(key) && head.party().equals(place.party())) {
                return Optional.of(head);
            }
            fault(place.head(), 0, "was changed: its signature is not that of " + place.party());
        } catch (Unreadable e) {
            fault(place.head(), 0, "was changed: it " + e.problem());
        } catch (RealmProblem e) {
            fault(place.head(), 0, "cannot be read: " + e.sentence());
        }
        return Optional.empty();
    }

    private void read(LineReader reader, PublicAuditKey key, Optional<Head> head) throws IOException {
        LinkCheck check = new LinkCheck(place.party(), key, Link.START);
        for (Optional<RawLine> raw = reader.next(); raw.isPresent(); raw = reader.next()) {
            lines++;
            unsigned++;
            try {
                look(check.take(raw.get()));
            } catch (WrongLine e) {
                fault(place.log(), lines, e.problem());
            }
            if (head.isPresent() && head.get().last().number() == lines) {
                compare(head.get(), raw.get());
            }
        }
        torn = reader.torn();
        long signed = head.map(found -> found.last().number()).orElse(0L);
        if (lines < signed) {
            fault(place.log(), lines + 1, "is missing: the log had " + signed + " lines, and has " + lines);
        }
    }

    private void look(Line line) throws IOException {
        if (line.is(AuditEvent.CHECKPOINT)) {
            checkpoints++;
            unsigned = 0;
        } else if (line.is(AuditEvent.BROKEN_CHAIN_FOUND)) {
            broken(line);
        }
    }

    /** A log that began anew stays one that was tampered with, and the one before it must be kept. */
    private void broken(Line line) throws IOException {
        fault(place.log(), lines, "says that the log before it did not hold together: " + line.fact(Facts.REASON));
        Path name = Path.of(line.fact(Facts.KEPT)).getFileName();
        Path kept = name == null ? place.log() : place.log().resolveSibling(name);
        if (!Files.exists(kept)) {
            fault(kept, 0, "is gone, where the broken log was kept");
        } else if (!Link.sha256(kept).equals(line.fact(Facts.KEPT_HASH))) {
            fault(kept, 0, "was changed since it was kept as the broken log");
        }
    }

    private void compare(Head head, RawLine line) {
        boolean same = head.from() == line.from()
                && head.end() == line.end()
                && head.last().hash().equals(Link.sha256(line.content().toArray()));
        if (!same) {
            fault(place.log(), lines, "is not the line that " + place.head().getFileName() + " was signed for");
        }
    }

    private void fault(Path file, long line, String problem) {
        if (faults.size() < MOST_FAULTS) {
            faults.add(new Fault(file, line, problem));
        } else {
            uncounted++;
        }
    }
}
