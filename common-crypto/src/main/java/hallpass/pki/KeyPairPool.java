package hallpass.pki;

import java.security.KeyPair;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/** Keeps a few key pairs ready, made by one thread in the background, so that a request need not wait for its own. */
public final class KeyPairPool implements KeyPairSource, AutoCloseable {
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

    private final KeyPairSource source;
    private final Queue<KeyPair> ready = new ConcurrentLinkedQueue<>();
    /** A permit for each pair that is to be made. */
    private final Semaphore freeSlots;

    private final Thread thread;

    private KeyPairPool(int capacity, KeyPairSource source) {
        this.source = source;
        this.freeSlots = new Semaphore(capacity);
        this.thread = new Thread(this::refill, "key-pairs");
    }

    /** Starts to make {@code capacity} pairs, and makes another one for each that is taken. */
    public static KeyPairPool start(int capacity, KeyPairSource source) {
        KeyPairPool pool = new KeyPairPool(capacity, source);
        pool.thread.setDaemon(true);
        pool.thread.start();
        return pool;
    }

    /** A ready pair; where none is, because more were asked for than could be made, or after closing, one made here. */
    @Override
    public KeyPair next() {
        KeyPair pair = ready.poll();
        if (pair == null) {
            return source.next();
        }
        freeSlots.release();
        return pair;
    }

    /** How many are ready now. */
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
