package hallpass.protocol;

import hallpass.message.Message;
import hallpass.message.MessageType;
import hallpass.wire.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * All that was said so far, on both sides, as 32 bytes: with each frame, SHA-256 of what there was before it and of the whole
 * frame. Two who have the same have seen the same frames in the same order.
 *
 * @param hash empty before the first frame
 */
public record Transcript(Bytes hash) {
    public static final Transcript START = new Transcript(Bytes.EMPTY);

    public Transcript then(Message said) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(hash.toArray());
            digest.update(MessageType.encode(said).toArray());
            return new Transcript(Bytes.of(digest.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
