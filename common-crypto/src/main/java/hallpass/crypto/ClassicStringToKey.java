package hallpass.crypto;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * The string-to-key function of the {@code classic} profile: the first bytes of SHA-256 of the
 * UTF-8 password. Insecure by design: without salt and iterations, equal passwords have equal keys,
 * and a dictionary attack costs one hash per word.
 */
public final class ClassicStringToKey implements StringToKey {
    private final int keySize;

    /** @param keySize the size of the keys in bytes, at most 32 */
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
            throw new BadSaltException("the KDC sent a salt, but this realm uses none");
        }
        CharsetEncoder encoder = StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        // Arrays can be erased; a String cannot.
        byte[] utf8 = new byte[(int) Math.ceil(password.length * encoder.maxBytesPerChar())];
        ByteBuffer out = ByteBuffer.wrap(utf8);
        encoder.encode(CharBuffer.wrap(password), out, true);
        MessageDigest sha256 = Sha256.newDigest();
        sha256.update(out.flip());
        byte[] digest = sha256.digest();
        byte[] key = Arrays.copyOf(digest, keySize);
        SymmetricKey result = SymmetricKey.of(label, key);
        for (byte[] secret : new byte[][] {utf8, digest, key}) {
            Arrays.fill(secret, (byte) 0);
        }
        return result;
    }
}
