package hallpass.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * Seals under a key of its own for each usage, derived by HKDF: what the guard {@code key-usage} adds to a suite. A part that
 * was sealed for one use then opens as no other.
 */
public final class KeysByUsage implements CipherSuite {
    private static final byte[] PURPOSE = "hallpass key-usage".getBytes(StandardCharsets.US_ASCII);

    private final CipherSuite suite;

    public KeysByUsage(CipherSuite suite) {
        this.suite = suite;
    }

    @Override
    public byte[] seal(SymmetricKey key, KeyUsage usage, Supplier<byte[]> associated, byte[] plaintext) {
        return suite.seal(derived(key, usage), usage, associated, plaintext);
    }

    @Override
    public byte[] open(SymmetricKey key, KeyUsage usage, Supplier<byte[]> associated, byte[] sealed)
            throws BadIntegrityException {
        return suite.open(derived(key, usage), usage, associated, sealed);
    }

    @Override
    public String name() {
        return suite.name();
    }

    @Override
    public int keySize() {
        return suite.keySize();
    }

    private static SymmetricKey derived(SymmetricKey key, KeyUsage usage) {
        byte[] info = ByteBuffer.allocate(PURPOSE.length + Short.BYTES)
                .put(PURPOSE)
                .putShort((short) usage.number())
                .array();
        return DerivedKey.of(key, info);
    }
}
