package hallpass.wire;

import hallpass.wire.DecodeException.DecodeFault;

/**
 * The encoding of one type of value inside a field, without the field's length.
 *
 * @param <V> the value
 */
public interface FieldType<V> {
    byte[] encode(V value);

    /**
     * @param fieldName the field's name in the protocol's notation, for values that keep it
     * @throws InvalidValueException if the bytes do not encode a value of this type
     */
    V decode(byte[] bytes, String fieldName) throws InvalidValueException;

    /** Reports an invalid field value. The layout adds the field's name. */
    final class InvalidValueException extends Exception {
        private static final long serialVersionUID = 1L;

        private final DecodeFault fault;

        public InvalidValueException(DecodeFault fault, String problem) {
            super(problem);
            this.fault = fault;
        }

        public InvalidValueException(String problem) {
            this(DecodeFault.MALFORMED, problem);
        }

        public DecodeFault fault() {
            return fault;
        }

        /** The message, never null. */
        public String problem() {
            return String.valueOf(getMessage());
        }
    }
}
