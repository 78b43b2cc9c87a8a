package hallpass.message;

import hallpass.crypto.RsaSealed;
import hallpass.crypto.Sealed;
import hallpass.wire.Bytes;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Finds the encrypted parts of a message. */
public final class SealedParts {
    private SealedParts() {}

    /** An encrypted field and the type of its plaintext. */
    public record SealedPart(PartType<?> part, Bytes ciphertext) {}

    /** The fields encrypted under symmetric keys, in wire order. */
    public static List<SealedPart> of(Message message) {
        Iterator<PartType<?>> parts = message.type().parts().iterator();
        List<SealedPart> sealed = new ArrayList<>();
        for (Object value : MessageType.fieldsOf(message).values()) {
            if (value instanceof Sealed<?> one) {
                sealed.add(new SealedPart(parts.next(), one.ciphertext()));
            }
        }
        return sealed;
    }

    /** Whether a message has an encrypted field, under a symmetric or a public key. */
    public static boolean hasAny(Message message) {
        return MessageType.fieldsOf(message).values().stream()
                .anyMatch(value -> value instanceof Sealed || value instanceof RsaSealed);
    }
}
