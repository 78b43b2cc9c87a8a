package hallpass.adversary.rule;

/**
 * Thrown for an invalid rule or command. The message says what is wrong and what to write instead.
 */
public final class RuleException extends Exception {
    private static final long serialVersionUID = 1L;

    public RuleException(String sentence) {
        super(sentence, null, false, false);
    }

    /** The message, which is never null. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
