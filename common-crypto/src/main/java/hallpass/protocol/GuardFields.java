package hallpass.protocol;

import hallpass.message.Message;
import hallpass.message.MessageType;
import hallpass.wire.DecodeException;
import hallpass.wire.Layout;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Refuses fields of guards that the realm does not have. A receiver without the guard would not
 * read such a field, and a mistake of the sender would go unnoticed.
 */
public final class GuardFields {
    /** Permits the fields of every guard. */
    public static final GuardFields ALL = new GuardFields(EnumSet.allOf(Guard.class));

    private final Set<String> permitted;

    /** @param guards the guards of the realm */
    public GuardFields(Set<Guard> guards) {
        this.permitted = guards.stream().map(Guard::id).collect(Collectors.toUnmodifiableSet());
    }

    /** @throws DecodeException if the message has a field of another guard */
    public void check(Message message) throws DecodeException {
        MessageType.requireEmptyWithoutGuard(message, permitted);
    }

    /** @throws DecodeException if the decrypted part has a field of another guard */
    <T extends Record> void check(Layout<T> layout, T part) throws DecodeException {
        layout.requireEmptyWithoutGuard(part, permitted);
    }
}
