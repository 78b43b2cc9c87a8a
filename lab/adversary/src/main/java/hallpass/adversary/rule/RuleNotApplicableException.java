package hallpass.adversary.rule;

/** A rule fits a frame, and cannot be carried out on it. The message says why. */
final class RuleNotApplicableException extends Exception {
    private static final long serialVersionUID = 1L;

    RuleNotApplicableException(String why) {
        super(why, null, false, false);
    }
}
