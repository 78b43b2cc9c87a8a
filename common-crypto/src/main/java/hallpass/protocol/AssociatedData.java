package hallpass.protocol;

import hallpass.crypto.Sha256;
import hallpass.message.Message;
import hallpass.message.MessageType;
import java.util.function.Supplier;

/**
 * Associated data of an encrypted part. With the guard {@code aead} the part opens only with the
 * same associated data, so it opens only in its own message. Other cipher suites ignore the
 * associated data, and it is not computed.
 */
public final class AssociatedData {
    /** For parts that appear in several messages: tickets and tokens. */
    public static final AssociatedData NONE = new AssociatedData(() -> new byte[0]);

    private final Supplier<byte[]> bytes;

    private AssociatedData(Supplier<byte[]> associated) {
        this.bytes = associated;
    }

    /**
     * Binds a part to the cleartext fields of its request.
     *
     * @param request with or without the contents of its encrypted fields
     */
    public static AssociatedData ofRequest(Message request) {
        return new AssociatedData(() -> MessageType.encodeClearFields(request).encode());
    }

    /** Binds a part to the exact request that its message replies to. */
    public static AssociatedData ofReplyTo(Message request) {
        return new AssociatedData(
                () -> Sha256.digest(MessageType.encode(request).encode()));
    }

    Supplier<byte[]> bytes() {
        return bytes;
    }
}
