package hallpass.protocol;

import hallpass.crypto.Sha256;
import hallpass.message.Message;
import hallpass.message.MessageType;
import hallpass.wire.Bytes;

/**
 * SHA-256 hash chain over all frames of an exchange, in both directions: each link hashes the
 * previous link and one frame. Equal transcripts mean equal frames in equal order.
 *
 * @param hash 32 bytes; empty before the first frame
 */
public record Transcript(Bytes hash) {
    public static final Transcript EMPTY = new Transcript(Bytes.EMPTY);

    public Transcript append(Message message) {
        return new Transcript(Bytes.of(
                Sha256.digest(hash.toArray(), MessageType.encode(message).encode())));
    }
}
