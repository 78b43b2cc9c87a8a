package hallpass.crypto;

import java.nio.ByteBuffer;
import java.util.function.Supplier;

/**
 * AES-256 in Galois/counter mode: what the guard {@code aead} seals with. A changed bit, a wrong key, another usage or other
 * associated data, and nothing opens.
 */
public final class Aes256Gcm implements CipherSuite {
    private static final int KEY_SIZE = 32;

    private final Randomness randomness;

    /** @param randomness for the nonces, which must never repeat under a key */
    public Aes256Gcm(Randomness randomness) {
        this.randomness = randomness;
    }

    @Override
    public byte[] seal(SymmetricKey key, KeyUsage usage, Supplier<byte[]> associatedData, byte[] plaintext) {
        return AesGcm.seal(key, randomness, bindUsage(usage, associatedData.get()), plaintext);
    }

    @Override
    public byte[] open(SymmetricKey key, KeyUsage usage, Supplier<byte[]> associatedData, byte[] sealed)
            throws BadIntegrityException {
        return AesGcm.open(key, bindUsage(usage, associatedData.get()), sealed);
    }

    @Override
    public String name() {
        return "aes256-gcm";
    }

    @Override
    public int keySize() {
        return KEY_SIZE;
    }

    /** A usage belongs to one part of one message, and so to one direction. */
    private static byte[] bindUsage(KeyUsage usage, byte[] associatedData) {
        return ByteBuffer.allocate(Short.BYTES + associatedData.length)
                .putShort((short) usage.number())
                .put(associatedData)
                .array();
    }
}
