package hallpass.attack;

import hallpass.message.PrincipalName;

/**
 * A note that only its owner may read. Obtaining its text proves that an attack succeeded.
 *
 * @param text a text that differs from every other note
 */
public record SecretNote(PrincipalName owner, String text) {
    /** The request that reads the note. */
    public static final String READ_REQUEST = "notes get plan";

    public static SecretNote of(PrincipalName owner, AttackContext context) {
        return new SecretNote(owner, context.principals().phrase("secret of " + owner));
    }

    /** The request that stores the note. */
    public String storeRequest() {
        return "notes put plan " + text;
    }

    /** The outcome of an attack that received this reply to {@link #READ_REQUEST}. */
    public Outcome outcomeOf(String server, String reply) {
        return reply.equals(text)
                ? Outcome.succeeded(server + " sends the attacker the note of " + owner + ": " + reply)
                : Outcome.noEffect(server + " answers, but not with the victim's note");
    }
}
