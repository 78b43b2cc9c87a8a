package hallpass.attack.lab;

import hallpass.crypto.Randomness;
import hallpass.crypto.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Random bytes that are determined by a seed. Insecure: only for labs. */
final class SeededRandomness implements Randomness {
    private final long seed;
    private final byte[] owner;
    private long blocks;

    /** @param owner different owners get different bytes */
    SeededRandomness(long seed, String owner) {
        this.seed = seed;
        this.owner = owner.getBytes(StandardCharsets.UTF_8);
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
        ByteBuffer input = ByteBuffer.allocate(2 * Long.BYTES + owner.length)
                .putLong(seed)
                .putLong(blocks++)
                .put(owner);
        return Sha256.digest(input.array());
    }
}
