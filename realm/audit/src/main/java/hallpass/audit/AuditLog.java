package hallpass.audit;

import hallpass.audit.LogRecovery.IntactLog;
import hallpass.audit.LogRecovery.RecoveredLog;
import hallpass.audit.LogRecovery.ReplacedLog;
import hallpass.config.PrivateFiles;
import hallpass.config.RealmException;
import hallpass.message.AuditEvent;
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
 * The audit log of one process: a hash chain of lines, with a signed checkpoint about once a
 * second. Only the events that {@link AuditEvent} marks for an immediate sync wait for the disk.
 */
final class AuditLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);

    private static final int LINES_PER_CHECKPOINT = 100;
    private static final long MAX_CHECKPOINT_DELAY_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** Under load, checkpoints become longer instead of more frequent. */
    private static final long MIN_CHECKPOINT_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    /** The maximum number of entries buffered while the file is not writable. */
    private static final int MAX_UNWRITTEN = 1000;

    private final AuditLogLocation location;
    private final AuditKey key;
    private final AuditFile file;
    private final InstantSource clock;
    private final Optional<String> warning;

    private final ReentrantLock lock = new ReentrantLock();
    private final ReentrantLock checkpointLock = new ReentrantLock();
    private final Condition workAvailable = lock.newCondition();
    private final RefusalAggregator refusals = new RefusalAggregator();
    private final Deque<AuditEntry> unwritten = new ArrayDeque<>();
    private final Thread signer = new Thread(this::signPeriodically, "audit");

    private ChainHead chainHead;
    private long lastLineStart;
    private long end;
    private long syncedEnd;
    private SignedCheckpoint lastCheckpoint;
    private int unsignedLines;
    private long lostEntries;
    private boolean closed;
    private volatile Optional<String> writeFailure = Optional.empty();

    private AuditLog(AuditLogLocation location, RecoveredLog recovered, InstantSource clock) {
        this.location = location;
        this.key = recovered.key();
        this.file = recovered.file();
        this.lastCheckpoint = recovered.checkpoint();
        this.chainHead = recovered.chainHead();
        this.end = recovered.logEnd();
        this.syncedEnd = lastCheckpoint.logEnd();
        this.clock = clock;
        this.warning = warning(location, recovered);
    }

    private static Optional<String> warning(AuditLogLocation location, RecoveredLog recovered) {
        return recovered instanceof ReplacedLog replaced
                ? Optional.of("The audit log " + location.logFile() + " is corrupt: " + replaced.reason()
                        + ". It was kept as " + replaced.keptAs() + ", and a new log was started.")
                : Optional.empty();
    }

    static AuditLog start(AuditLogLocation location, RecoveredLog recovered, InstantSource clock) {
        AuditLog log = new AuditLog(location, recovered, clock);
        if (recovered instanceof IntactLog intact) {
            if (intact.truncatedBytes() > 0 || intact.unsignedLines() > 0) {
                log.write(log.newEntry(AuditEvent.RESUMED)
                        .with(LogFieldNames.UNSIGNED, intact.unsignedLines())
                        .with(LogFieldNames.CUT, intact.truncatedBytes()));
            }
        } else if (recovered instanceof ReplacedLog replaced) {
            log.write(log.newEntry(AuditEvent.BROKEN_CHAIN_FOUND)
                    .with(LogFieldNames.REASON, replaced.reason())
                    .with(LogFieldNames.KEPT, replaced.keptAs())
                    .with(LogFieldNames.KEPT_HASH, replaced.keptHash()));
        } else {
            throw new AssertionError(recovered);
        }
        log.signer.setDaemon(true);
        log.signer.start();
        return log;
    }

    /** A new entry with the current time. */
    AuditEntry newEntry(AuditEvent event) {
        return AuditEntry.of(now(), event);
    }

    /**
     * Appends an entry. After a failure, {@link #writeFailure} has the reason; the entry is
     * buffered.
     */
    void write(AuditEntry entry) {
        lock.lock();
        try {
            Optional<AuditEntry> line =
                    entry.event() == AuditEvent.REFUSED ? refusals.add(entry, System.nanoTime()) : Optional.of(entry);
            line.ifPresent(this::writeOrBuffer);
            // Wakes the signer only when it waits for lines. A counted refusal follows a written
            // one.
            if (unsignedLines <= 1 || unsignedLines >= LINES_PER_CHECKPOINT) {
                workAvailable.signal();
            }
        } finally {
            lock.unlock();
        }
        if (entry.event().requiresImmediateSync()) {
            sync();
        }
    }

    /** Whether the previous log was corrupt, as a sentence for the operator. */
    Optional<String> warning() {
        return warning;
    }

    /** Why the file is not writable at present, as a sentence. */
    Optional<String> writeFailure() {
        return writeFailure;
    }

    /** Retries the buffered entries after a failure; returns whether the log is writable. */
    boolean ensureWritable() {
        if (writeFailure.isEmpty()) {
            return true;
        }
        lock.lock();
        try {
            return writeFailure.isEmpty() || flushUnwritten();
        } finally {
            lock.unlock();
        }
    }

    /** Signs the remaining lines, and closes the file. */
    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            workAvailable.signalAll();
            refusals.closeAll(System.nanoTime()).forEach(this::writeOrBuffer);
        } finally {
            lock.unlock();
        }
        writeCheckpoint();
        checkpointLock.lock();
        try {
            file.close();
        } catch (IOException e) {
            LOG.warn("cannot close the audit log", e);
        } finally {
            checkpointLock.unlock();
        }
    }

    private void writeOrBuffer(AuditEntry entry) {
        if (writeFailure.isPresent()) {
            buffer(entry);
            return;
        }
        try {
            append(entry);
        } catch (IOException e) {
            recordWriteFailure(e);
            buffer(entry);
        }
    }

    private void append(AuditEntry entry) throws IOException {
        byte[] line = AuditLine.after(chainHead, location.party(), entry).encode();
        byte[] content = Arrays.copyOf(line, line.length + 1);
        content[line.length] = '\n';
        try {
            file.write(content, end);
        } catch (IOException e) {
            file.truncate(end);
            throw e;
        }
        chainHead = chainHead.next(line);
        lastLineStart = end;
        end += content.length;
        unsignedLines++;
    }

    /** Refusals, which change nothing, are only counted. */
    private void buffer(AuditEntry entry) {
        if (entry.event() != AuditEvent.REFUSED && unwritten.size() < MAX_UNWRITTEN) {
            unwritten.add(entry);
        } else {
            lostEntries += Long.parseLong(entry.fields().getOrDefault(LogFieldNames.TIMES, "1"));
        }
    }

    private boolean flushUnwritten() {
        try {
            file.truncate(end);
            file.rewrite(syncedEnd, end);
            // Written first: if this fails, appended lines would be repeated on each retry.
            location.write(lastCheckpoint);
            while (!unwritten.isEmpty()) {
                append(unwritten.getFirst());
                unwritten.removeFirst();
            }
            append(newEntry(AuditEvent.RESUMED)
                    .with(LogFieldNames.LOST, lostEntries)
                    .with(LogFieldNames.REASON, writeFailure.orElse("")));
            file.sync();
        } catch (IOException | RealmException e) {
            return false;
        }
        syncedEnd = end;
        lostEntries = 0;
        writeFailure = Optional.empty();
        LOG.info("the audit log {} is writable again", location.logFile());
        return true;
    }

    private void recordWriteFailure(IOException e) {
        String message = PrivateFiles.ioFailure("The audit log", location.logFile(), "written", e)
                .description();
        LOG.error("{}", message);
        writeFailure = Optional.of(message);
    }

    /** Makes all appended lines durable; returns whether the log is writable. */
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
                recordWriteFailure(e);
            } finally {
                lock.unlock();
            }
            return false;
        }
        lock.lock();
        try {
            syncedEnd = Math.max(syncedEnd, written);
            return writeFailure.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private void signPeriodically() {
        try {
            while (awaitLines()) {
                if (!ensureWritable()) {
                    TimeUnit.NANOSECONDS.sleep(MAX_CHECKPOINT_DELAY_NANOS);
                    continue;
                }
                lock.lock();
                try {
                    refusals.closeExpired(System.nanoTime()).forEach(this::writeOrBuffer);
                } finally {
                    lock.unlock();
                }
                writeCheckpoint();
                TimeUnit.NANOSECONDS.sleep(MIN_CHECKPOINT_INTERVAL_NANOS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Waits for 100 lines, or for a second after the first; returns false once the log is closed.
     */
    private boolean awaitLines() throws InterruptedException {
        lock.lock();
        try {
            while (!closed && unsignedLines == 0 && refusals.isEmpty() && writeFailure.isEmpty()) {
                workAvailable.await();
            }
            long remaining = MAX_CHECKPOINT_DELAY_NANOS;
            while (!closed && unsignedLines < LINES_PER_CHECKPOINT && remaining > 0) {
                remaining = workAvailable.awaitNanos(remaining);
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Appends a signed checkpoint, syncs, and then replaces the checkpoint file. */
    private void writeCheckpoint() {
        checkpointLock.lock();
        try {
            Optional<SignedCheckpoint> checkpoint = signCheckpoint();
            if (checkpoint.isPresent() && sync()) {
                location.write(checkpoint.get());
            }
        } catch (RealmException e) {
            lock.lock();
            try {
                LOG.error("{}", e.description());
                writeFailure = Optional.of(e.description());
            } finally {
                lock.unlock();
            }
        } finally {
            checkpointLock.unlock();
        }
    }

    private Optional<SignedCheckpoint> signCheckpoint() {
        lock.lock();
        try {
            if (unsignedLines == 0 || writeFailure.isPresent()) {
                return Optional.empty();
            }
            writeOrBuffer(newEntry(AuditEvent.CHECKPOINT)
                    .with(
                            LogFieldNames.SIGNATURE,
                            key.sign(SignatureInput.checkpointLine(location.party(), chainHead))));
            if (writeFailure.isPresent()) {
                return Optional.empty();
            }
            unsignedLines = 0;
            lastCheckpoint = SignedCheckpoint.sign(location.party(), chainHead, lastLineStart, end, key);
            return Optional.of(lastCheckpoint);
        } finally {
            lock.unlock();
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
