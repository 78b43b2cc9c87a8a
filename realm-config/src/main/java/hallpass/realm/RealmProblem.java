package hallpass.realm;

/** Something about a realm's files that a person has to put right. The message says what happened and what to do next. */
public final class RealmProblem extends Exception {
    private static final long serialVersionUID = 1L;

    public RealmProblem(String sentence) {
        super(sentence);
    }

    public RealmProblem(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    /** The message, which is never null. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
