package hallpass.attack.catalogue;

import hallpass.attack.Attack;
import hallpass.attack.Card;
import hallpass.attack.Forgery;
import hallpass.attack.Note;
import hallpass.attack.Outcome;
import hallpass.attack.Person;
import hallpass.attack.Sources;
import hallpass.attack.Stage;
import hallpass.client.credential.HeldTicket;
import hallpass.client.credential.HeldToken;
import hallpass.protocol.Guard;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** A token that is asked for in a ticket's last minutes outlives it by hours. */
public final class A9LifetimeAbuse implements Attack {
    private static final Duration JUST_BEFORE_THE_END = Duration.ofMinutes(9 * 60 + 55);
    private static final Duration AFTER_IT = Duration.ofHours(1);

    @Override
    public Card card() {
        return new Card(
                "A9",
                "lifetime abuse",
                "A login lasts ten hours, so that whoever leaves is out by the evening. A TGS that gives every token "
                        + "its full lifetime lets them stay: five minutes before the end they fetch a token that is "
                        + "good for ten hours more.",
                List.of("a ticket that has not ended yet"),
                List.of("RFC 4120, section 3.3.3: the end time of a new ticket", Sources.RFC_4120_10),
                Set.of(Guard.LIFETIME_CAP));
    }

    @Override
    public Outcome run(Stage stage) throws Exception {
        Person thief = stage.person("alice");
        Note note = thief.keepNote(stage);
        HeldTicket ticket = thief.login();
        stage.tale()
                .step("alice logs in. The ticket is good for ten hours; five minutes before, she asks for a token.");
        stage.pass(JUST_BEFORE_THE_END);
        HeldToken token = thief.token(ticket);
        stage.tale()
                .say("The token is good until " + token.expiresAt() + ", the ticket until " + ticket.expiresAt() + ".");
        stage.tale().step("An hour later the ticket has ended. She shows the token.");
        stage.pass(AFTER_IT);
        return stage.attemptAndTell(() -> Forgery.readNote(unminded(token, stage), note, stage));
    }

    /** An honest client looks at its clock before it sends. */
    private static HeldToken unminded(HeldToken token, Stage stage) {
        return new HeldToken(
                token.client(),
                token.server(),
                token.sessionKey(),
                token.token(),
                stage.now().now(),
                AFTER_IT);
    }
}
