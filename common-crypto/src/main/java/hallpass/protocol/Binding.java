package hallpass.protocol;

import hallpass.message.Message;
import hallpass.message.MessageType;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
        return new Binding(() -> sha256(MessageType.encode(request).toArray()));
    }

    Supplier<byte[]> associated() {
        return associated;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
