package hallpass.wire;

import hallpass.wire.DecodeException.DecodeFault;

/**
 * How one kind of value stands inside a field, without the field's length.
 *
 * @param <V> the value
 */
public interface FieldType<V> {
    byte[] encode(V value);

    /**
     * @param fieldName the field's name in the protocol's notation, for values that remember it
     * @throws InvalidValueException if the bytes are no such value
     */
    V decode(byte[] bytes, String fieldName) throws InvalidValueException;

    /** What is wrong with a field's bytes; the layout adds where. */
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

        /** The problem, which is never null. */
        public String problem() {
            return String.valueOf(getMessage());
        }
    }
}
