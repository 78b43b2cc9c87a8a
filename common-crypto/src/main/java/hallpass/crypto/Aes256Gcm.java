package hallpass.crypto;

import java.nio.ByteBuffer;
import java.util.function.Supplier;

/**
 * The AES-256-GCM suite of the guard {@code aead}. Opening fails for a modified ciphertext, another
 * key, another usage or other associated data.
 */
public final class Aes256Gcm implements CipherSuite {
    private static final int KEY_SIZE = 32;

    private final Randomness randomness;

    /** @param randomness source of the nonces, which must never repeat under one key */
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

    /** Prefixes the usage number, which binds the ciphertext to one part and one direction. */
    private static byte[] bindUsage(KeyUsage usage, byte[] associatedData) {
        return ByteBuffer.allocate(Short.BYTES + associatedData.length)
                .putShort((short) usage.number())
                .put(associatedData)
                .array();
    }
}
