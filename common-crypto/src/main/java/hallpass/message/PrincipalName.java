package hallpass.message;

import hallpass.wire.DecodeException.DecodeFault;
import hallpass.wire.FieldType;
import hallpass.wire.FieldType.InvalidValueException;
import hallpass.wire.FieldTypes;
import java.nio.charset.StandardCharsets;

/**
 * Name of a user, a service, a server or a CA: 1 to 128 bytes of UTF-8. The realm, not the wire
 * format, restricts the permitted characters.
 */
public record PrincipalName(String text) {
    /** Keeps frames small and log lines readable. */
    public static final int MAX_BYTES = 128;

    static final FieldType<PrincipalName> FIELD =
            FieldTypes.of(name -> FieldTypes.TEXT.encode(name.text), PrincipalName::decode);

    /**
     * @throws IllegalArgumentException if the name is empty or longer than 128 bytes
     */
    public PrincipalName {
        int size = text.getBytes(StandardCharsets.UTF_8).length;
        if (size < 1 || size > MAX_BYTES) {
            throw new IllegalArgumentException("a name has 1 to " + MAX_BYTES + " bytes, not " + size);
        }
    }

    /** The ticket-granting service of a realm (RFC 4120 §7.3). */
    public static PrincipalName ticketGrantingService(String realm) {
        return new PrincipalName("krbtgt/" + realm);
    }

    private static PrincipalName decode(byte[] bytes) throws InvalidValueException {
        if (bytes.length == 0) {
            throw new InvalidValueException("is an empty name");
        }
        if (bytes.length > MAX_BYTES) {
            throw new InvalidValueException(
                    DecodeFault.TOO_LONG, "is " + bytes.length + " bytes long; a name has at most " + MAX_BYTES);
        }
        return new PrincipalName(FieldTypes.decodeUtf8(bytes));
    }

    @Override
    public String toString() {
        return text;
    }
}
