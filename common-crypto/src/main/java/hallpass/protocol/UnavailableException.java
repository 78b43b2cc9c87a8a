package hallpass.protocol;

/**
 * Something that a server needs cannot be had just now, such as its store. Nothing is half-done, and most often nothing is
 * done at all. The message is a sentence for whoever runs the server: what happened, and what to do next.
 */
public class UnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnavailableException(String message) {
        super(message);
    }

    public UnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Whether it is certain that nothing was done; if not, the whole of it may have been. */
    public boolean isSafeToRetry() {
        return true;
    }

    /** The message, which is never null. */
    public String description() {
        return String.valueOf(getMessage());
    }
}
