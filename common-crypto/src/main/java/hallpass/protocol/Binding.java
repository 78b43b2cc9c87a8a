package hallpass.protocol;

import hallpass.crypto.Sha256;
import hallpass.message.Message;
import hallpass.message.MessageType;
import java.util.function.Supplier;

/**
 * Where a sealed part belongs. Under a suite with associated data (the guard {@code aead}) it opens there and nowhere else;
 * others take no notice, and nothing is computed.
 */
public final class Binding {
    /** For what is shown in more than one message: tickets and tokens. */
    public static final Binding NONE = new Binding(() -> new byte[0]);

    private final Supplier<byte[]> associated;

    private Binding(Supplier<byte[]> associated) {
        this.associated = associated;
    }

    /**
     * Belongs in a request with these clear fields.
     *
     * @param request complete, or yet without its sealed fields
     */
    public static Binding in(Message request) {
        return new Binding(() -> MessageType.encodeClear(request).toArray());
    }

    /** Belongs in the reply to this very request, bit by bit. */
    public static Binding replyTo(Message request) {
        return new Binding(() -> Sha256.of(MessageType.encode(request).toArray()));
    }

    Supplier<byte[]> associated() {
        return associated;
    }
}
