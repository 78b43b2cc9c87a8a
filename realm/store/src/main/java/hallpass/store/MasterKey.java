package hallpass.store;

import hallpass.config.PrivateFiles;
import hallpass.config.RealmError;
import hallpass.config.RealmException;
import hallpass.crypto.AesGcm;
import hallpass.crypto.BadIntegrityException;
import hallpass.crypto.Randomness;
import hallpass.crypto.SymmetricKey;
import hallpass.trace.PrintableText;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The AES-256-GCM key that encrypts the principals' keys in the database. It is stored in a
 * separate file, so that the database alone reveals no key. Safe for use by several threads.
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

    /** Generates a key and writes it to a file, which must not exist. */
    public static MasterKey create(Path file, Randomness randomness) throws RealmException {
        byte[] material = randomness.bytes(KEY_BYTES);
        PrivateFiles.writeNew(file, material);
        return new MasterKey(material, randomness);
    }

    public static MasterKey read(Path file, Randomness randomness) throws RealmException {
        byte[] material = PrivateFiles.readSecret(file, KEY_BYTES);
        if (material.length == 0) {
            throw new RealmException(
                    RealmError.REALM_INCOMPLETE,
                    file.toString(),
                    "The master key " + PrintableText.escape(file.toString()) + " is empty.");
        } else if (material.length != KEY_BYTES) {
            throw new RealmException(
                    RealmError.CORRUPT_FILE,
                    file.toString(),
                    "The master key " + PrintableText.escape(file.toString()) + " has " + material.length
                            + " bytes instead of " + KEY_BYTES + ".");
        }
        return new MasterKey(material, randomness);
    }

    /** @return nonce, ciphertext and tag */
    byte[] seal(byte[] plaintext, byte[] associatedData) {
        return AesGcm.seal(key, randomness, associatedData, plaintext);
    }

    /** @throws BadIntegrityException if the key, the bytes or the associated data differ */
    byte[] open(byte[] sealed, byte[] associatedData) throws BadIntegrityException {
        return AesGcm.open(key, associatedData, sealed);
    }

    /** Derives a key with HKDF (RFC 5869). */
    SymmetricKey derive(String label, byte[] purpose, int size) {
        return key.derive(label, purpose, size);
    }

    @Override
    public String toString() {
        return "the master key";
    }
}
