package hallpass.attack.catalogue;

import hallpass.attack.Attack;
import hallpass.attack.AttackContext;
import hallpass.attack.AttackDescription;
import hallpass.attack.Defences;
import hallpass.attack.Forgery;
import hallpass.attack.KerberosUser;
import hallpass.attack.Narration;
import hallpass.attack.Outcome;
import hallpass.attack.References;
import hallpass.attack.SecretNote;
import hallpass.client.credential.CachedTicket;
import hallpass.client.credential.CachedToken;
import hallpass.protocol.Guard;
import java.time.Duration;
import java.util.List;

/** Requests a token shortly before the ticket expires, and uses the token for hours after. */
public final class A9LifetimeAbuse implements Attack {
    private static final Duration JUST_BEFORE_THE_END = Duration.ofMinutes(9 * 60 + 55);
    private static final Duration AFTER_IT = Duration.ofHours(1);

    @Override
    public AttackDescription description() {
        return new AttackDescription(
                "A9",
                "lifetime abuse",
                "A login lasts ten hours, so that access ends in the evening. A TGS that gives every "
                        + "token its full lifetime extends it: five minutes before the ticket expires, a user "
                        + "can still get a token that lasts ten more hours.",
                List.of("a ticket that has not expired"),
                List.of("RFC 4120, section 3.3.3: the end time of a new ticket", References.RFC_4120_10),
                Defences.of(Guard.LIFETIME_CAP, "32 service").hardened("1009 service"));
    }

    @Override
    public Outcome run(AttackContext context) throws Exception {
        Narration narration = context.narration();
        KerberosUser thief = context.user("alice");
        SecretNote note = thief.storeNote(context);
        CachedTicket ticket = thief.login();
        narration.step("alice logs in. The ticket lasts ten hours; five minutes before it expires, she "
                + "requests a token.");
        context.advanceClocks(JUST_BEFORE_THE_END);
        CachedToken token = thief.requestToken(ticket);
        narration.paragraph(
                "The token expires at " + token.expiresAt() + ", the ticket at " + ticket.expiresAt() + ".");
        narration.step("One hour later the ticket has expired. She presents the token.");
        context.advanceClocks(AFTER_IT);
        return context.attemptAndNarrate(() -> Forgery.readNote(withFreshTimes(token, context), note, context));
    }

    /** Gives the token times that pass the client's own check before it sends a request. */
    private static CachedToken withFreshTimes(CachedToken token, AttackContext context) {
        return new CachedToken(
                token.client(),
                token.server(),
                token.sessionKey(),
                token.token(),
                context.exchangeContext().now(),
                AFTER_IT);
    }
}
