package hallpass.client.credential;

/** A credentials cache that cannot be used. The message is one sentence: what happened, and what to do next. */
public final class CacheProblem extends Exception {
    private static final long serialVersionUID = 1L;

    CacheProblem(String sentence) {
        super(sentence);
    }

    CacheProblem(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    /** The sentence, which is never null. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
