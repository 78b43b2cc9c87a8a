package hallpass.attack.catalogue;

import hallpass.attack.Attack;
import hallpass.attack.Blocks;
import hallpass.attack.ByHand;
import hallpass.attack.Card;
import hallpass.attack.Forgery;
import hallpass.attack.Note;
import hallpass.attack.Outcome;
import hallpass.attack.Person;
import hallpass.attack.Sources;
import hallpass.attack.Stage;
import hallpass.client.credential.HeldTicket;
import hallpass.message.MessageType;
import hallpass.message.TgsReq;
import hallpass.protocol.Guard;
import hallpass.realm.RealmConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** An expired ticket, with the time out of somebody else's fresh one. */
public final class E5ExpiryGraft implements Attack {
    private static final String ADDRESS = "127.0.0.1";
    private static final Duration LATER = Duration.ofHours(11);

    private final String owner;
    private final String other;

    public E5ExpiryGraft() {
        this("mallory", "charlie");
    }

    private E5ExpiryGraft(String owner, String other) {
        this.owner = owner;
        this.other = other;
    }

    @Override
    public Card card() {
        return new Card(
                "E5",
                "expiry graft",
                "A ticket's time and lifetime stand at its end. Whoever has an expired ticket, with its session key, "
                        + "keeps its first blocks and takes the last ones of any fresh ticket that goes by: the name "
                        + "and the key are old, the time is new. So no ticket ever expires, and no key that was lost "
                        + "once is ever lost to the thief.",
                List.of(
                        "an expired ticket and its session key, their own or a stolen one",
                        "to hear a fresh ticket of anybody's go by whose name has as many letters, or 16 more or less"),
                List.of(Sources.NDSS_2004),
                Set.of(Guard.AEAD));
    }

    @Override
    public List<String> arithmetic(RealmConfig realm) {
        int server = length(realm.ticketGrantingName().text());
        return List.of(
                "key (2+16), name (2+%d), address (2+%d), service (2+%d), time (2+8):"
                        .formatted(length(owner), ADDRESS.length(), server),
                "the time of %s's ticket begins at byte %d: %d bytes into block %d."
                        .formatted(owner, time(owner, realm), time(owner, realm) % Blocks.SIZE, cut(owner, realm)),
                "the time of %s's ticket begins at byte %d: %d bytes into block %d."
                        .formatted(other, time(other, realm), time(other, realm) % Blocks.SIZE, cut(other, realm)),
                "What stands before it in that block is the end of the service's name,",
                "the same for everybody. Blocks to %d are %s's, from %d on %s's."
                        .formatted(cut(owner, realm) - 1, owner, cut(other, realm), other));
    }

    /** Where the text of the time begins. */
    private static int time(String name, RealmConfig realm) {
        int server = length(realm.ticketGrantingName().text());
        return 2 + 16 + 2 + length(name) + 2 + ADDRESS.length() + 2 + server + 2;
    }

    private static int cut(String name, RealmConfig realm) {
        return time(name, realm) / Blocks.SIZE;
    }

    private static int length(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public List<Control> controls() {
        return List.of(new Control(
                "the fresh ticket of somebody with a shorter name: its time stands at another place in its block",
                new E5ExpiryGraft("mallory", "alice"),
                "41 tgs"));
    }

    @Override
    public Outcome run(Stage stage) throws Exception {
        Person thief = stage.person(owner);
        Person someone = stage.person(other);
        Note note = thief.keepNote(stage);
        stage.tale().step(thief + " logs in, and keeps the ticket. Eleven hours pass; it was good for ten.");
        HeldTicket old = thief.login();
        Blocks expired = new Blocks(old.ticket().ciphertext());
        stage.pass(LATER);
        Outcome refused = stage.attempt(() -> Forgery.readNote(expired, old.sessionKey(), note, old, stage));
        stage.tale().say("The TGS is shown the old ticket as it is: " + refused.cell() + ". " + refused.evidence());

        stage.tale().step(someone + " logs in, and gets a token. The attacker listens.");
        someone.token(someone.login());
        Blocks fresh = new Blocks(
                stage.last(MessageType.TGS_REQ, TgsReq.class).ticket().ciphertext());
        stage.tale().show(Blocks.sideBySide("M: " + thief + ", expired", expired, "C: " + someone, fresh));

        stage.tale().step("The attacker puts the end of the one to the beginning of the other.");
        stage.tale().show(arithmetic(stage.config()));
        int cut = cut(owner, stage.config());
        Blocks forged = expired.before(cut).then(fresh.from(cut(other, stage.config())));
        stage.tale().show(forged.lines("F"));

        stage.tale().step("The attacker asks the TGS with it.");
        Outcome outcome = stage.attemptAndTell(() -> Forgery.readNote(forged, old.sessionKey(), note, old, stage));
        ByHand.open(stage, "forged ticket", forged, stage.ticketGrantingKey());
        return outcome;
    }
}
