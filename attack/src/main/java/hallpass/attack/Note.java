package hallpass.attack;

import hallpass.message.PrincipalName;

/**
 * What somebody keeps at a desk, and nobody else should read. Whoever is shown it has done what they wanted.
 *
 * @param text in words that nobody else's note has
 */
public record Note(PrincipalName owner, String text) {
    /** What its owner asks a desk to see it again. */
    public static final String WANTED = "notes get plan";

    public static Note of(PrincipalName owner, Stage stage) {
        return new Note(owner, stage.cast().words("secret of " + owner));
    }

    /** What its owner asks a desk so that it is kept. */
    public String kept() {
        return "notes put plan " + text;
    }

    /** How an attack ended whose attacker was given this for {@link #WANTED}. */
    public Outcome outcome(String desk, String given) {
        return given.equals(text)
                ? Outcome.succeeded(desk + " gives the attacker the note of " + owner + ": " + given)
                : Outcome.nothing(desk + " answers, but not with the victim's note");
    }
}
