package hallpass.store;

import hallpass.config.PrivateFiles;
import hallpass.config.RealmException;
import hallpass.crypto.AesGcm;
import hallpass.crypto.BadIntegrityException;
import hallpass.crypto.Randomness;
import hallpass.crypto.SymmetricKey;
import hallpass.trace.PrintableText;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The key that principals' keys are sealed under at rest, with AES-256-GCM: whoever has the database alone has none of
 * them. A sealed key opens only in the place that it was sealed for.
 *
 * <p>Safe for many threads.
 */
public final class MasterKey {
    private static final int KEY_BYTES = 32;

    private final SymmetricKey key;
    private final Randomness randomness;

    private MasterKey(byte[] material, Randomness randomness) {
        this.key = SymmetricKey.of("the master key", material);
        this.randomness = randomness;
        Arrays.fill(material, (byte) 0);
    }

    /** Makes a new one, and keeps it in a file that must not be there yet. */
    public static MasterKey create(Path file, Randomness randomness) throws RealmException {
        byte[] material = randomness.bytes(KEY_BYTES);
        PrivateFiles.writeNew(file, material);
        return new MasterKey(material, randomness);
    }

    /** Reads the one in a file. */
    public static MasterKey read(Path file, Randomness randomness) throws RealmException {
        byte[] material = PrivateFiles.readSecret(file, KEY_BYTES);
        if (material.length != KEY_BYTES) {
            throw new RealmException(
                    "The master key " + PrintableText.escape(file.toString()) + " is " + material.length
                            + " bytes long instead of " + KEY_BYTES + ". Put a copy from a backup in its place.");
        }
        return new MasterKey(material, randomness);
    }

    /**
     * @param associatedData what the sealed bytes are bound to; opening them needs the same
     * @return nonce, ciphertext and tag
     */
    byte[] seal(byte[] plaintext, byte[] associatedData) {
        return AesGcm.seal(key, randomness, associatedData, plaintext);
    }

    /**
     * @throws BadIntegrityException if this key did not seal these bytes for this place
     */
    byte[] open(byte[] sealed, byte[] associatedData) throws BadIntegrityException {
        return AesGcm.open(key, associatedData, sealed);
    }

    /** Another key that follows from this one, by HMAC-SHA-256 in the form of HKDF. */
    SymmetricKey derive(String label, byte[] purpose, int size) {
        return key.derive(label, purpose, size);
    }

    @Override
    public String toString() {
        return "the master key";
    }
}
