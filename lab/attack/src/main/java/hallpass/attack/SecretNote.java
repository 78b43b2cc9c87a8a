package hallpass.attack;

import hallpass.message.PrincipalName;

/**
 * What somebody keeps at a desk, and nobody else should read. Whoever is shown it has done what they wanted.
 *
 * @param text in words that nobody else's note has
 */
public record SecretNote(PrincipalName owner, String text) {
    /** What its owner asks a desk to see it again. */
    public static final String READ_REQUEST = "notes get plan";

    public static SecretNote of(PrincipalName owner, AttackContext context) {
        return new SecretNote(owner, context.principals().phrase("secret of " + owner));
    }

    /** What its owner asks a desk so that it is kept. */
    public String storeRequest() {
        return "notes put plan " + text;
    }

    /** How an attack ended whose attacker was given this for {@link #READ_REQUEST}. */
    public Outcome outcomeOf(String server, String reply) {
        return reply.equals(text)
                ? Outcome.succeeded(server + " gives the attacker the note of " + owner + ": " + reply)
                : Outcome.noEffect(server + " answers, but not with the victim's note");
    }
}
