package hallpass.attack;

/** What came of an attack, as its victim's own behaviour shows it. */
public enum Verdict {
    /** The victim did what the attacker wanted. */
    SUCCEEDED("succeeded", "succeeded"),
    /** Somebody said no, with a code. */
    REFUSED("refused", "was refused"),
    /** Nobody needed to say no: what the attacker hoped for was not there. */
    NO_EFFECT("came to nothing", "came to nothing"),
    /** Nothing can be learnt from trying. */
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

    /** What goes after {@code the attack}. */
    public String pastTense() {
        return pastTense;
    }
}
