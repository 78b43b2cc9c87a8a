package hallpass.protocol;

/**
 * A dependency of the server, such as its store, is temporarily unavailable. {@link #isSafeToRetry}
 * says whether the operation was certainly not carried out. The message says what happened.
 */
public class UnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnavailableException(String message) {
        super(message);
    }

    public UnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Whether the operation was certainly not carried out. If false, its outcome is unknown. */
    public boolean isSafeToRetry() {
        return true;
    }

    /** The message; never null. */
    public String description() {
        return String.valueOf(getMessage());
    }
}
