package hallpass.protocol;

import hallpass.crypto.Sha256;
import hallpass.message.Message;
import hallpass.message.MessageType;
import hallpass.wire.Bytes;

/**
 * All that was said so far, on both sides, as 32 bytes: with each frame, SHA-256 of what there was before it and of the whole
 * frame. Two who have the same have seen the same frames in the same order.
 *
 * @param hash empty before the first frame
 */
public record Transcript(Bytes hash) {
    public static final Transcript EMPTY = new Transcript(Bytes.EMPTY);

    public Transcript append(Message message) {
        return new Transcript(Bytes.of(
                Sha256.digest(hash.toArray(), MessageType.encode(message).encode())));
    }
}
