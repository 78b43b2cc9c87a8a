package hallpass.audit;

import hallpass.audit.Opening.Anew;
import hallpass.audit.Opening.Opened;
import hallpass.audit.Opening.Sound;
import hallpass.realm.PrivateFiles;
import hallpass.realm.RealmProblem;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of one process: lines that are chained by hash, and signed about once a second. Nothing waits for a disk but what
 * {@link AuditEvent} says must.
 */
final class AuditLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);

    private static final int LINES_OF_A_CHECKPOINT = 100;
    private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(1);
    /** Under load a checkpoint takes in more lines, rather than there being more of them. */
    private static final long SHORTEST_WAIT = TimeUnit.MILLISECONDS.toNanos(100);
    /** What was done while nothing could be written is kept for later, up to this many lines. */
    private static final int MOST_KEPT = 1000;

    private final AuditPlace place;
    private final AuditKey key;
    private final AuditFile file;
    private final InstantSource clock;
    private final Optional<String> warning;

    private final ReentrantLock lock = new ReentrantLock();
    private final ReentrantLock checkpoints = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final Refusals refusals = new Refusals();
    private final Deque<Entry> unwritten = new ArrayDeque<>();
    private final Thread signer = new Thread(this::signFromTimeToTime, "audit");

    private Link last;
    private long from;
    private long end;
    private long synced;
    private Head lastHead;
    private int unsigned;
    private long lost;
    private boolean closed;
    private volatile Optional<String> trouble = Optional.empty();

    private AuditLog(AuditPlace place, Opened opened, InstantSource clock) {
        this.place = place;
        this.key = opened.key();
        this.file = opened.file();
        this.lastHead = opened.head();
        this.last = opened.last();
        this.end = opened.end();
        this.synced = lastHead.end();
        this.clock = clock;
        this.warning = warning(place, opened);
    }

    private static Optional<String> warning(AuditPlace place, Opened opened) {
        return opened instanceof Anew anew
                ? Optional.of("The audit log " + place.log() + " does not hold together: " + anew.reason()
                        + ". It is kept as " + anew.kept() + ", and a new one was begun. See hallpass audit verify.")
                : Optional.empty();
    }

    static AuditLog start(AuditPlace place, Opened opened, InstantSource clock) {
        AuditLog log = new AuditLog(place, opened, clock);
        if (opened instanceof Sound sound) {
            if (sound.cut() > 0 || sound.unsigned() > 0) {
                log.write(log.entry(AuditEvent.RESUMED)
                        .with(Facts.UNSIGNED, sound.unsigned())
                        .with(Facts.CUT, sound.cut()));
            }
        } else if (opened instanceof Anew anew) {
            log.write(log.entry(AuditEvent.BROKEN_CHAIN_FOUND)
                    .with(Facts.REASON, anew.reason())
                    .with(Facts.KEPT, anew.kept())
                    .with(Facts.KEPT_HASH, anew.keptHash()));
        } else {
            throw new AssertionError(opened);
        }
        log.signer.setDaemon(true);
        log.signer.start();
        return log;
    }

    /** An entry of this moment. */
    Entry entry(AuditEvent event) {
        return Entry.of(now(), event);
    }

    /** Writes a line. What cannot be written is told by {@link #trouble}, and written when it can be. */
    void write(Entry entry) {
        lock.lock();
        try {
            Optional<Entry> line =
                    entry.event() == AuditEvent.REFUSED ? refusals.take(entry, System.nanoTime()) : Optional.of(entry);
            line.ifPresent(this::writeOrKeep);
            // Only where the signer waits for it: most lines wake nobody. A counted refusal has a line before it.
            if (unsigned <= 1 || unsigned >= LINES_OF_A_CHECKPOINT) {
                moved.signal();
            }
        } finally {
            lock.unlock();
        }
        if (entry.event().isSyncedAtOnce()) {
            sync();
        }
    }

    /** That the log before this one does not hold together, as a sentence for all who run this process. */
    Optional<String> warning() {
        return warning;
    }

    /** Why nothing can be written at present, as a sentence. */
    Optional<String> trouble() {
        return trouble;
    }

    /** Tries again what could not be written; whether it could be now. */
    boolean isWritable() {
        if (trouble.isEmpty()) {
            return true;
        }
        lock.lock();
        try {
            return trouble.isEmpty() || writeWhatWasKept();
        } finally {
            lock.unlock();
        }
    }

    /** Signs what is not signed yet, and closes. */
    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            moved.signalAll();
            refusals.all(System.nanoTime()).forEach(this::writeOrKeep);
        } finally {
            lock.unlock();
        }
        checkpoint();
        checkpoints.lock();
        try {
            file.close();
        } catch (IOException e) {
            LOG.warn("the audit log could not be closed", e);
        } finally {
            checkpoints.unlock();
        }
    }

    private void writeOrKeep(Entry entry) {
        if (trouble.isPresent()) {
            keep(entry);
            return;
        }
        try {
            append(entry);
        } catch (IOException e) {
            inTrouble(e);
            keep(entry);
        }
    }

    private void append(Entry entry) throws IOException {
        byte[] line = Line.after(last, place.party(), entry).encode();
        byte[] content = Arrays.copyOf(line, line.length + 1);
        content[line.length] = '\n';
        try {
            file.write(content, end);
        } catch (IOException e) {
            file.truncate(end);
            throw e;
        }
        last = last.next(line);
        from = end;
        end += content.length;
        unsigned++;
    }

    /** Refusals changed nothing; of them only the number is kept. */
    private void keep(Entry entry) {
        if (entry.event() != AuditEvent.REFUSED && unwritten.size() < MOST_KEPT) {
            unwritten.add(entry);
        } else {
            lost += Long.parseLong(entry.facts().getOrDefault(Facts.TIMES, "1"));
        }
    }

    private boolean writeWhatWasKept() {
        try {
            file.truncate(end);
            file.writeAgain(synced, end);
            // First of all: where this cannot be written, a line would only come again and again.
            lastHead.write(place.head());
            while (!unwritten.isEmpty()) {
                append(unwritten.getFirst());
                unwritten.removeFirst();
            }
            append(entry(AuditEvent.RESUMED).with(Facts.LOST, lost).with(Facts.REASON, trouble.orElse("")));
            file.sync();
        } catch (IOException | RealmProblem e) {
            return false;
        }
        synced = end;
        lost = 0;
        trouble = Optional.empty();
        LOG.info("the audit log {} can be written again", place.log());
        return true;
    }

    private void inTrouble(IOException e) {
        String sentence =
                PrivateFiles.problem("The audit log", place.log(), "written", e).sentence();
        LOG.error("{}", sentence);
        trouble = Optional.of(sentence);
    }

    /** What is written until now is on the disk when this returns, or the log is in trouble. */
    private boolean sync() {
        long written;
        lock.lock();
        try {
            written = end;
        } finally {
            lock.unlock();
        }
        try {
            file.sync();
        } catch (IOException e) {
            lock.lock();
            try {
                inTrouble(e);
            } finally {
                lock.unlock();
            }
            return false;
        }
        lock.lock();
        try {
            synced = Math.max(synced, written);
            return trouble.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private void signFromTimeToTime() {
        try {
            while (awaitLines()) {
                if (!isWritable()) {
                    TimeUnit.NANOSECONDS.sleep(LONGEST_WAIT);
                    continue;
                }
                lock.lock();
                try {
                    refusals.due(System.nanoTime()).forEach(this::writeOrKeep);
                } finally {
                    lock.unlock();
                }
                checkpoint();
                TimeUnit.NANOSECONDS.sleep(SHORTEST_WAIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns after a hundred lines, or a second after the first; false once the log is closed. */
    private boolean awaitLines() throws InterruptedException {
        lock.lock();
        try {
            while (!closed && unsigned == 0 && refusals.isEmpty() && trouble.isEmpty()) {
                moved.await();
            }
            long left = LONGEST_WAIT;
            while (!closed && unsigned < LINES_OF_A_CHECKPOINT && left > 0) {
                left = moved.awaitNanos(left);
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Signs the lines so far, and then, once they are on the disk, how far they have come. */
    private void checkpoint() {
        checkpoints.lock();
        try {
            Optional<Head> head = signed();
            if (head.isPresent() && sync()) {
                head.get().write(place.head());
            }
        } catch (RealmProblem e) {
            lock.lock();
            try {
                LOG.error("{}", e.sentence());
                trouble = Optional.of(e.sentence());
            } finally {
                lock.unlock();
            }
        } finally {
            checkpoints.unlock();
        }
    }

    private Optional<Head> signed() {
        lock.lock();
        try {
            if (unsigned == 0 || trouble.isPresent()) {
                return Optional.empty();
            }
            writeOrKeep(entry(AuditEvent.CHECKPOINT)
                    .with(Facts.SIGNATURE, key.sign(Statement.checkpoint(place.party(), last))));
            if (trouble.isPresent()) {
                return Optional.empty();
            }
            unsigned = 0;
            lastHead = Head.signed(place.party(), last, from, end, key);
            return Optional.of(lastHead);
        } finally {
            lock.unlock();
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
