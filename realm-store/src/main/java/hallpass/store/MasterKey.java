package hallpass.store;

import hallpass.crypto.BadIntegrityException;
import hallpass.crypto.Randomness;
import hallpass.realm.PrivateFiles;
import hallpass.realm.RealmProblem;
import hallpass.trace.Printable;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key that principals' keys are sealed under at rest, with AES-256-GCM: whoever has the database alone has none of
 * them. A sealed key opens only in the place that it was sealed for.
 *
 * <p>Safe for many threads.
 */
public final class MasterKey {
    private static final int KEY_SIZE = 32;
    // NIST SP 800-38D §8.3: random nonces of 96 bits are safe for 2³² seals under one key.
    private static final int NONCE_SIZE = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final Randomness randomness;

    // Creating a Cipher costs more than opening a key with it.
    private final ThreadLocal<Cipher> ciphers = ThreadLocal.withInitial(MasterKey::newCipher);

    private MasterKey(byte[] material, Randomness randomness) {
        this.key = new SecretKeySpec(material, "AES");
        this.randomness = randomness;
        Arrays.fill(material, (byte) 0);
    }

    /** Makes a new one, and keeps it in a file that must not be there yet. */
    public static MasterKey create(Path file, Randomness randomness) throws RealmProblem {
        byte[] material = randomness.bytes(KEY_SIZE);
        PrivateFiles.writeNew(file, material);
        return new MasterKey(material, randomness);
    }

    /** Reads the one in a file. */
    public static MasterKey read(Path file, Randomness randomness) throws RealmProblem {
        byte[] material = PrivateFiles.readSecret(file, KEY_SIZE);
        if (material.length != KEY_SIZE) {
            throw new RealmProblem("The master key " + Printable.of(file.toString()) + " is " + material.length
                    + " bytes long instead of " + KEY_SIZE + ". Put a copy from a backup in its place.");
        }
        return new MasterKey(material, randomness);
    }

    /**
     * @param place what the sealed bytes are bound to; opening them needs the same
     * @return nonce, ciphertext and tag
     */
    byte[] seal(byte[] secret, byte[] place) {
        byte[] nonce = randomness.bytes(NONCE_SIZE);
        try {
            Cipher cipher = initialised(Cipher.ENCRYPT_MODE, nonce, place);
            byte[] sealed = cipher.doFinal(secret);
            return ByteBuffer.allocate(NONCE_SIZE + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("AES-GCM seals anything", e);
        }
    }

    /**
     * @throws BadIntegrityException if this key did not seal these bytes for this place
     */
    byte[] open(byte[] sealed, byte[] place) throws BadIntegrityException {
        // The JDK answers a ciphertext shorter than its tag with a ProviderException, which is unchecked.
        if (sealed.length < NONCE_SIZE + TAG_BITS / Byte.SIZE) {
            throw new BadIntegrityException("is too short");
        }
        try {
            Cipher cipher = initialised(Cipher.DECRYPT_MODE, sealed, place);
            return cipher.doFinal(sealed, NONCE_SIZE, sealed.length - NONCE_SIZE);
        } catch (GeneralSecurityException e) {
            throw new BadIntegrityException("does not open with the master key");
        }
    }

    private Cipher initialised(int mode, byte[] nonce, byte[] place) throws GeneralSecurityException {
        Cipher cipher = ciphers.get();
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce, 0, NONCE_SIZE));
        cipher.updateAAD(place);
        return cipher;
    }

    private static Cipher newCipher() {
        try {
            return Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has AES-GCM", e);
        }
    }

    @Override
    public String toString() {
        return "the master key";
    }
}
