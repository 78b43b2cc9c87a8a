package hallpass.attack;

/** What the victim's behaviour shows about an attack. */
public enum Verdict {
    /** The victim did what the attacker wanted. */
    SUCCEEDED("succeeded", "succeeded"),
    /** A party refused with an error code. */
    REFUSED("refused", "was refused"),
    /** No party refused, but the attacker gained nothing. */
    NO_EFFECT("came to nothing", "came to nothing"),
    /** The attack was not tried, because its outcome would be meaningless. */
    NOT_TRIED("not tried", "was not tried");

    private final String text;
    private final String pastTense;

    Verdict(String words, String past) {
        this.text = words;
        this.pastTense = past;
    }

    public String text() {
        return text;
    }

    /** The verb phrase after {@code The attack}. */
    public String pastTense() {
        return pastTense;
    }
}
