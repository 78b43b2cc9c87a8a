package hallpass.pki;

import java.security.KeyPair;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/**
 * A pool of RSA key pairs that a background thread refills, so that requests rarely wait for key
 * generation.
 */
public final class KeyPairPool implements KeyPairSource, AutoCloseable {
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

    private final KeyPairSource source;
    private final Queue<KeyPair> ready = new ConcurrentLinkedQueue<>();
    /** One permit per key pair to generate. */
    private final Semaphore freeSlots;

    private final Thread thread;

    private KeyPairPool(int capacity, KeyPairSource source) {
        this.source = source;
        this.freeSlots = new Semaphore(capacity);
        this.thread = new Thread(this::refill, "key-pairs");
    }

    /** Starts the thread, which keeps {@code capacity} pairs available. */
    public static KeyPairPool start(int capacity, KeyPairSource source) {
        KeyPairPool pool = new KeyPairPool(capacity, source);
        pool.thread.setDaemon(true);
        pool.thread.start();
        return pool;
    }

    /** Takes a pair from the pool. Generates one in the calling thread if the pool is empty. */
    @Override
    public KeyPair next() {
        KeyPair pair = ready.poll();
        if (pair == null) {
            return source.next();
        }
        freeSlots.release();
        return pair;
    }

    /** The number of pairs in the pool. */
    public int available() {
        return ready.size();
    }

    /** Returns when the background thread has ended, or after two seconds. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(STOP_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void refill() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                freeSlots.acquire();
                ready.add(source.next());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
