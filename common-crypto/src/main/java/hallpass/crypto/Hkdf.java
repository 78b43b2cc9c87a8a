package hallpass.crypto;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HKDF (RFC 5869) with SHA-256. */
final class Hkdf {
    private static final int HASH_SIZE = 32;
    private static final int MAX_BLOCKS = 255;
    private static final ThreadLocal<Mac> MACS = ThreadLocal.withInitial(Hkdf::newMac);

    private Hkdf() {}

    /**
     * Extracts and expands.
     *
     * @param salt may be empty
     * @param info the purpose of the derived bytes
     * @param size the size of the result in bytes, at most 8160
     */
    static byte[] derive(byte[] keyMaterial, byte[] salt, byte[] info, int size) {
        if (size < 0 || size > MAX_BLOCKS * HASH_SIZE) {
            throw new IllegalArgumentException("HKDF with SHA-256 derives up to 8160 bytes, not " + size);
        }
        // RFC 5869 §2.2: an absent salt is a string of zeros.
        byte[] pseudorandomKey = hmac(salt.length == 0 ? new byte[HASH_SIZE] : salt, keyMaterial);
        byte[] derived = expand(pseudorandomKey, info, size);
        Arrays.fill(pseudorandomKey, (byte) 0);
        return derived;
    }

    private static byte[] expand(byte[] pseudorandomKey, byte[] info, int size) {
        byte[] derived = new byte[size];
        byte[] block = new byte[0];
        for (int done = 0, counter = 1; done < size; done += HASH_SIZE, counter++) {
            block = hmac(pseudorandomKey, block, info, new byte[] {(byte) counter});
            System.arraycopy(block, 0, derived, done, Math.min(HASH_SIZE, size - done));
        }
        return derived;
    }

    /** HMAC-SHA-256 (RFC 2104) of the concatenated parts. */
    static byte[] hmac(byte[] key, byte[]... parts) {
        try {
            Mac mac = MACS.get();
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("HMAC accepts any key", e);
        }
    }

    private static Mac newMac() {
        try {
            return Mac.getInstance("HmacSHA256");
        } catch (GeneralSecurityException e) {
            throw new AssertionError("HMAC-SHA-256 is not available", e);
        }
    }
}
