package hallpass.attack.lab;

import hallpass.crypto.Randomness;
import hallpass.crypto.Sha256;
import java.nio.ByteBuffer;

/** The same bytes for the same seed, so that a demonstration can be given again. For realms that are thrown away alone. */
public final class SeededRandomness implements Randomness {
    private final long seed;
    private long blocks;

    public SeededRandomness(long seed) {
        this.seed = seed;
    }

    @Override
    public synchronized byte[] bytes(int count) {
        ByteBuffer out = ByteBuffer.allocate(count);
        while (out.hasRemaining()) {
            byte[] block = next();
            out.put(block, 0, Math.min(block.length, out.remaining()));
        }
        return out.array();
    }

    private byte[] next() {
        ByteBuffer input = ByteBuffer.allocate(2 * Long.BYTES).putLong(seed).putLong(blocks++);
        return Sha256.of(input.array());
    }
}
