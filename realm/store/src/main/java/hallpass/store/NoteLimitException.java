package hallpass.store;

/** A note for which there is no room. Nothing was changed. The message says which limit it meets. */
public final class NoteLimitException extends Exception {
    private static final long serialVersionUID = 1L;

    NoteLimitException(String sentence) {
        super(sentence);
    }

    /** The message, which is never null. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
