package hallpass.message;

import hallpass.wire.DecodeException.DecodeFault;
import hallpass.wire.FieldType;
import hallpass.wire.FieldType.InvalidValueException;
import hallpass.wire.FieldTypes;
import java.nio.charset.StandardCharsets;

/**
 * The name of a party: a user, a service, a server, an authority. 1 to 128 bytes of UTF-8. Which characters a realm
 * lets people register is a rule of the realm, not of the wire.
 */
public record PrincipalName(String text) {
    /** Two names and a key fit well into one frame, and a log line stays readable. */
    public static final int MAX_BYTES = 128;

    static final FieldType<PrincipalName> FIELD =
            FieldTypes.of(name -> FieldTypes.TEXT.encode(name.text), PrincipalName::decode);

    /**
     * @throws IllegalArgumentException if it is empty or over 128 bytes
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
