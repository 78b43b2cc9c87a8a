package hallpass.crypto;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Secret bytes other than AES keys, such as an encoded private key. Redacted in toString, compared
 * in constant time.
 */
public final class SecretBytes {
    public static final SecretBytes EMPTY = new SecretBytes(new byte[0]);

    private final byte[] content;

    private SecretBytes(byte[] content) {
        this.content = content;
    }

    public static SecretBytes of(byte[] content) {
        return new SecretBytes(content.clone());
    }

    /** A copy of the secret. Use it only to seal it into a message or to write a private file. */
    public byte[] expose() {
        return content.clone();
    }

    public boolean isEmpty() {
        return content.length == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SecretBytes that && MessageDigest.isEqual(content, that.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    @Override
    public String toString() {
        return content.length + " secret bytes";
    }
}
