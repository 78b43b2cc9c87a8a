package hallpass.wire;

/** Bytes that are not what they should be. Says which field of which layout, and what is wrong with it. */
public final class DecodeException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Whose limits or rules the bytes break. */
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

    /** The sentence, which is never null. */
    public String problem() {
        return String.valueOf(getMessage());
    }
}
