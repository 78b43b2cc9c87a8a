package hallpass.net;

/** A server could not be asked, or did not answer. The message is one sentence: what happened, and what to do. */
public final class UnreachableException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String happened;
    private final boolean asked;

    private UnreachableException(String happened, String next, boolean asked) {
        super(happened + ": " + next);
        this.happened = happened;
        this.asked = asked;
    }

    /** There is no connection: nothing was sent. */
    static UnreachableException notConnected(String happened, String next) {
        return new UnreachableException(happened, next, false);
    }

    /** There was a connection, and no answer came back on it. */
    static UnreachableException notAnswered(String happened, String next) {
        return new UnreachableException(happened, next, true);
    }

    UnreachableException because(Exception cause) {
        initCause(cause);
        return this;
    }

    /** What happened, without what to do. */
    public String happened() {
        return happened;
    }

    /** Whether a request may have arrived, and may have been carried out. */
    public boolean isAsked() {
        return asked;
    }
}
