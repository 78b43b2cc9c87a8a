package hallpass.protocol;

import hallpass.crypto.Sha256;
import hallpass.message.Message;
import hallpass.message.MessageType;
import java.util.function.Supplier;

/**
 * Where a sealed part belongs. Under a suite with associated data (the guard {@code aead}) it opens there and nowhere else;
 * others take no notice, and nothing is computed.
 */
public final class AssociatedData {
    /** For what is shown in more than one message: tickets and tokens. */
    public static final AssociatedData NONE = new AssociatedData(() -> new byte[0]);

    private final Supplier<byte[]> bytes;

    private AssociatedData(Supplier<byte[]> associated) {
        this.bytes = associated;
    }

    /**
     * Belongs in a request with these clear fields.
     *
     * @param request complete, or yet without its sealed fields
     */
    public static AssociatedData ofRequest(Message request) {
        return new AssociatedData(() -> MessageType.encodeClearFields(request).encode());
    }

    /** Belongs in the reply to this very request, bit by bit. */
    public static AssociatedData ofReplyTo(Message request) {
        return new AssociatedData(
                () -> Sha256.digest(MessageType.encode(request).encode()));
    }

    Supplier<byte[]> bytes() {
        return bytes;
    }
}
