package hallpass.pki;

import java.security.KeyPair;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Keeps a few key pairs ready, made by one thread in the background, so that a request need not wait for its own. */
public final class ReadyKeyPairs implements KeyPairSource, AutoCloseable {
    private final KeyPairSource maker;
    private final BlockingQueue<KeyPair> ready;
    private final Thread thread;

    private ReadyKeyPairs(int count, KeyPairSource maker) {
        this.maker = maker;
        this.ready = new ArrayBlockingQueue<>(count);
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
        return Optional.ofNullable(ready.poll()).orElseGet(maker::next);
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
                ready.put(maker.next());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
