package hallpass.audit;

import hallpass.audit.FlatJson.Unreadable;
import hallpass.audit.LineReader.RawLine;
import hallpass.audit.LinkCheck.WrongLine;
import hallpass.realm.PrivateFiles;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/** Finds where a log ends, when a process takes it up again. */
final class Opening {
    private final AuditPlace place;
    private final AuditKey key;

    private Opening(AuditPlace place, AuditKey key) {
        this.place = place;
        this.key = key;
    }

    /** A log at its end, ready for the next line. */
    sealed interface Opened {
        AuditFile file();

        AuditKey key();

        Head head();

        /** Of its last whole line. */
        Link last();

        /** Where that line ends. */
        long end();
    }

    /**
     * A log that holds together.
     *
     * @param cut how many bytes of an unfinished line were cut off
     * @param unsigned how many lines follow the last signed one
     */
    record Sound(AuditFile file, AuditKey key, Head head, Link last, long end, long cut, long unsigned)
            implements Opened {}

    /**
     * A new log in the place of one that does not hold together.
     *
     * @param reason what is wrong with the old one, in words
     * @param kept the name of the file that it is in now
     */
    record Anew(AuditFile file, AuditKey key, Head head, String reason, String kept, String keptHash)
            implements Opened {
        @Override
        public Link last() {
            return head.last();
        }

        @Override
        public long end() {
            return head.end();
        }
    }

    /** What is wrong with a log, in words. */
    private static final class Broken extends Exception {
        private static final long serialVersionUID = 1L;

        Broken(String reason) {
            super(reason, null, false, false);
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }

    /** Makes the key of a log and the head of an empty one, unless they are there. */
    static AuditKey prepare(AuditPlace place, RealmFolder realm) throws RealmProblem {
        PrivateFiles.createFolder(realm.audit());
        if (!Files.exists(place.key())) {
            if (Files.exists(place.log()) || Files.exists(place.head())) {
                throw new RealmProblem(place.key() + " is missing, and " + place.log()
                        + " is signed with it. Put it back from a copy, or move " + place.log() + " and "
                        + place.head() + " away to begin a new log.");
            }
            AuditKey.make().write(place.key());
        }
        AuditKey key = AuditKey.read(place.key());
        if (!Files.exists(place.publicKey())) {
            if (!Files.exists(place.head()) && !Files.exists(place.log())) {
                Head.ofNothing(place.party(), key).write(place.head());
            }
            // After the head: from now on a missing head means that somebody took it away.
            key.publicHalf().write(place.publicKey());
        }
        return key;
    }

    /** Empty if another process holds the log. */
    static Optional<Opened> open(AuditPlace place, RealmFolder realm) throws RealmProblem {
        return new Opening(place, prepare(place, realm)).open();
    }

    private Optional<Opened> open() throws RealmProblem {
        boolean missing = !Files.exists(place.log());
        Optional<AuditFile> file = AuditFile.open(place.log());
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(sound(file.get(), missing));
        } catch (Broken broken) {
            return Optional.of(anew(file.get(), broken.reason()));
        } catch (IOException e) {
            throw PrivateFiles.problem("The audit log", place.log(), "read", e);
        }
    }

    private Sound sound(AuditFile file, boolean missing) throws Broken, IOException, RealmProblem {
        Head head = head();
        if (missing && head.last().number() > 0) {
            throw new Broken("the log is gone; it had " + head.last().number() + " lines");
        } else if (file.size() < head.end()) {
            throw new Broken("the log is shorter than it was: lines at its end are gone");
        }
        LineReader lines = file.linesFrom(head.from());
        checkLast(head, lines);
        LinkCheck check = new LinkCheck(place.party(), key.publicHalf(), head.last());
        long unsigned = 0;
        for (Optional<RawLine> raw = lines.next(); raw.isPresent(); raw = lines.next()) {
            try {
                check.take(raw.get());
            } catch (WrongLine e) {
                throw new Broken("line " + (head.last().number() + unsigned + 1) + " " + e.problem());
            }
            unsigned++;
        }
        long cut = lines.torn();
        if (cut > 0) {
            file.truncate(lines.end());
        }
        return new Sound(file, key, head, check.last(), lines.end(), cut, unsigned);
    }

    private Head head() throws Broken, RealmProblem {
        if (!Files.exists(place.head())) {
            throw new Broken("its head, " + place.head().getFileName() + ", is gone");
        }
        try {
            Head head = Head.read(place.head());
            if (!head.isSignedBy(key.publicHalf()) || !head.party().equals(place.party())) {
                throw new Broken("its head, " + place.head().getFileName() + ", was changed");
            }
            return head;
        } catch (Unreadable e) {
            throw new Broken("its head, " + place.head().getFileName() + ", " + e.problem());
        }
    }

    private static void checkLast(Head head, LineReader lines) throws Broken, IOException {
        if (head.last().number() == 0) {
            return;
        }
        Optional<RawLine> last = lines.next();
        if (last.isEmpty()
                || last.get().end() != head.end()
                || !Link.sha256(last.get().content().toArray())
                        .equals(head.last().hash())) {
            throw new Broken("line " + head.last().number() + " is not the one that was signed");
        }
    }

    /** Keeps the old log as it is, under another name, and begins a new one. */
    private Anew anew(AuditFile old, String reason) throws RealmProblem {
        AuditPlace kept = free();
        try (old) {
            if (Files.exists(place.head())) {
                Files.move(place.head(), kept.head());
            }
            Files.move(place.log(), kept.log());
            Head head = Head.ofNothing(place.party(), key);
            head.write(place.head());
            AuditFile file = AuditFile.open(place.log())
                    .orElseThrow(() -> new RealmProblem(place.log() + " was taken by another process."));
            return new Anew(file, key, head, reason, kept.log().getFileName().toString(), Link.sha256(kept.log()));
        } catch (IOException e) {
            throw PrivateFiles.problem("The audit log", place.log(), "moved", e);
        }
    }

    private AuditPlace free() {
        int number = 1;
        while (Files.exists(place.broken(number).log())
                || Files.exists(place.broken(number).head())) {
            number++;
        }
        return place.broken(number);
    }
}
