package hallpass.net;

/** A server could not be asked, or did not answer. The message is one sentence: what happened, and what to do. */
public final class UnreachableException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String problem;
    private final boolean requestSent;

    private UnreachableException(String problem, String nextStep, boolean requestSent) {
        super(problem + ": " + nextStep);
        this.problem = problem;
        this.requestSent = requestSent;
    }

    /** There is no connection: nothing was sent. */
    static UnreachableException notConnected(String problem, String nextStep) {
        return new UnreachableException(problem, nextStep, false);
    }

    /** There was a connection, and no answer came back on it. */
    static UnreachableException notAnswered(String problem, String nextStep) {
        return new UnreachableException(problem, nextStep, true);
    }

    UnreachableException withCause(Exception cause) {
        initCause(cause);
        return this;
    }

    /** What happened, without what to do. */
    public String problem() {
        return problem;
    }

    /** Whether a request may have arrived, and may have been carried out. */
    public boolean isRequestSent() {
        return requestSent;
    }
}
