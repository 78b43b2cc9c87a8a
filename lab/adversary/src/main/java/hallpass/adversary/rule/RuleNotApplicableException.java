package hallpass.adversary.rule;

/**
 * Thrown when a rule matches a frame but its action is impossible. The message gives the reason.
 */
final class RuleNotApplicableException extends Exception {
    private static final long serialVersionUID = 1L;

    RuleNotApplicableException(String why) {
        super(why, null, false, false);
    }
}
