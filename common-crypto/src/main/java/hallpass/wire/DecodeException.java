package hallpass.wire;

/** Reports input that cannot be decoded: the layout, the field and the problem. */
public final class DecodeException extends Exception {
    private static final long serialVersionUID = 1L;

    /** The kind of decoding error. */
    public enum DecodeFault {
        MALFORMED,
        TOO_LONG,
        UNKNOWN_TYPE
    }

    private final DecodeFault fault;

    public DecodeException(DecodeFault fault, String where, String problem) {
        super(where + " " + problem);
        this.fault = fault;
    }

    public DecodeFault fault() {
        return fault;
    }

    /** The message, never null. */
    public String problem() {
        return String.valueOf(getMessage());
    }
}
