package hallpass.crypto;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The first bytes of SHA-256 of the password's UTF-8, 16 of them for a key of the classic suite. Weak on purpose: no salt, no work, so that equal passwords are
 * equal keys and a word list runs at the speed of a hash.
 */
public final class ClassicStringToKey implements StringToKey {
    private final int keySize;

    /** @param keySize of the suite that the keys are for, in bytes: at most 32 */
    public ClassicStringToKey(int keySize) {
        this.keySize = keySize;
    }

    @Override
    public String newSalt(Randomness randomness) {
        return "";
    }

    @Override
    public SymmetricKey toKey(String label, char[] password, String salt) throws BadSaltException {
        if (!salt.isEmpty()) {
            throw new BadSaltException("there is a salt, and this realm uses none");
        }
        return toKey(label, password);
    }

    private SymmetricKey toKey(String label, char[] password) {
        CharsetEncoder encoder = StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        // In arrays of our own, so that they can be wiped; a String could not.
        byte[] utf8 = new byte[(int) Math.ceil(password.length * encoder.maxBytesPerChar())];
        ByteBuffer out = ByteBuffer.wrap(utf8);
        encoder.encode(CharBuffer.wrap(password), out, true);
        byte[] digest = sha256(out.flip());
        byte[] key = Arrays.copyOf(digest, keySize);
        SymmetricKey result = SymmetricKey.of(label, key);
        for (byte[] secret : new byte[][] {utf8, digest, key}) {
            Arrays.fill(secret, (byte) 0);
        }
        return result;
    }

    private static byte[] sha256(ByteBuffer input) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(input);
            return sha256.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
