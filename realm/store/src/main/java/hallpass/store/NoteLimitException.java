package hallpass.store;

/** A note exceeds a limit and was not stored. The message names the limit. */
public final class NoteLimitException extends Exception {
    private static final long serialVersionUID = 1L;

    NoteLimitException(String sentence) {
        super(sentence);
    }

    /** The message; never null. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
