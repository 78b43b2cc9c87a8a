package hallpass.adversary.rule;

/** A line that is no rule. The message is one sentence: what is wrong with it, and how it would be right. */
public final class RuleException extends Exception {
    private static final long serialVersionUID = 1L;

    public RuleException(String sentence) {
        super(sentence, null, false, false);
    }

    /** The sentence, which is never null. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
