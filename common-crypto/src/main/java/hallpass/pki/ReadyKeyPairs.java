package hallpass.pki;

import java.security.KeyPair;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/** Keeps a few key pairs ready, made by one thread in the background, so that a request need not wait for its own. */
public final class ReadyKeyPairs implements KeyPairSource, AutoCloseable {
    private final KeyPairSource maker;
    private final Queue<KeyPair> ready = new ConcurrentLinkedQueue<>();
    /** A permit for each pair that is to be made. */
    private final Semaphore room;

    private final Thread thread;

    private ReadyKeyPairs(int count, KeyPairSource maker) {
        this.maker = maker;
        this.room = new Semaphore(count);
        this.thread = new Thread(this::keepReady, "key-pairs");
    }

    /** Starts to make {@code count} pairs, and makes another one for each that is taken. */
    public static ReadyKeyPairs start(int count, KeyPairSource maker) {
        ReadyKeyPairs pairs = new ReadyKeyPairs(count, maker);
        pairs.thread.setDaemon(true);
        pairs.thread.start();
        return pairs;
    }

    /** A ready pair; where none is, because more were asked for than could be made, or after closing, one made here. */
    @Override
    public KeyPair next() {
        KeyPair pair = ready.poll();
        if (pair == null) {
            return maker.next();
        }
        room.release();
        return pair;
    }

    /** How many are ready now. */
    public int ready() {
        return ready.size();
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void keepReady() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                room.acquire();
                ready.add(maker.next());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
