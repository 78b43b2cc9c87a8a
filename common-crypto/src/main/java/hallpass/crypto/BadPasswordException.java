package hallpass.crypto;

/** Signals a text that cannot be a password. The message does not quote it. */
public final class BadPasswordException extends Exception {
    private static final long serialVersionUID = 1L;

    BadPasswordException(String problem) {
        super(problem);
    }

    /** The problem as a sentence without a full stop; never null. */
    public String problem() {
        return String.valueOf(getMessage());
    }
}
