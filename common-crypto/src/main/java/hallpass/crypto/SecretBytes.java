package hallpass.crypto;

import java.security.MessageDigest;
import java.util.Arrays;

/** Secret bytes that are no AES key, such as an encoded private key. Never shown; compared in constant time. */
public final class SecretBytes {
    /** No bytes, where there is no secret. */
    public static final SecretBytes EMPTY = new SecretBytes(new byte[0]);

    private final byte[] content;

    private SecretBytes(byte[] content) {
        this.content = content;
    }

    /** Copies {@code content}. */
    public static SecretBytes of(byte[] content) {
        return new SecretBytes(content.clone());
    }

    /** A copy of the secret: for sealing it into a message, or for a file that only its owner reads. */
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
