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
import java.util.List;
import java.util.Set;

/** Own first blocks, with a key that one knows; the victim's other blocks, with the end of her name. */
public final class E4IdentitySplice implements Attack {
    /** Length of the key, the key itself, length of the name. */
    private static final int BEFORE_THE_NAME = 2 + 16 + 2;

    private static final List<String> LONG_NAMES =
            List.of("administrator", "superintendent", "vice-chancellor", "registrar.office");

    private final List<String> victims;
    private final List<String> attackers;

    public E4IdentitySplice() {
        this(LONG_NAMES, LONG_NAMES.stream().map(E4IdentitySplice::alike).toList());
    }

    private E4IdentitySplice(List<String> victims, List<String> attackers) {
        this.victims = victims;
        this.attackers = attackers;
    }

    /** The same name with another last letter. */
    private static String alike(String name) {
        return name.substring(0, name.length() - 1) + "x";
    }

    @Override
    public Card card() {
        return new Card(
                "E4",
                "identity splice",
                "ECB seals each block of 16 bytes by itself, and nothing ties the blocks of a ticket together. The "
                        + "attacker takes the first blocks of their own ticket, which hold a session key that they know "
                        + "and the beginning of a name, and goes on with the blocks of the victim's ticket, which hold "
                        + "the end of the victim's name. The result is a good ticket of the victim's under the "
                        + "attacker's key.",
                List.of(
                        "an account whose name is as long as the victim's, and has the same first letters up to a "
                                + "block's end",
                        "to hear one ticket of the victim's go by",
                        "to send from the victim's address, which stands in her blocks"),
                List.of(Sources.NDSS_2004, Sources.BELLOVIN_MERRITT),
                Set.of(Guard.AEAD));
    }

    @Override
    public List<String> arithmetic(RealmConfig realm) {
        return arithmetic(victims.get(0), attackers.get(0));
    }

    private static List<String> arithmetic(String victim, String attacker) {
        int boundary = boundary();
        return List.of(
                "A ticket: key (2+16 bytes), name (2+%d), address, service, time, lifetime.".formatted(length(victim)),
                "The name's text begins at byte 2+16+2 = %d, the next block at byte %d,"
                        .formatted(BEFORE_THE_NAME, boundary),
                "after the first %d-%d = %d letters of the name."
                        .formatted(boundary, BEFORE_THE_NAME, boundary - BEFORE_THE_NAME),
                "block 0   0010 key[0..13]                  the attacker's",
                "block 1   key[14..15] %04x %-16s the attacker's"
                        .formatted(length(attacker), '"' + head(attacker) + '"'),
                "block 2   %-32s the victim's".formatted('"' + tail(victim) + "\", and all that follows"),
                "Both names must have the same length, which stands in block 1: %d and %d."
                        .formatted(length(victim), length(attacker)));
    }

    private static int boundary() {
        return (BEFORE_THE_NAME + Blocks.SIZE - 1) / Blocks.SIZE * Blocks.SIZE;
    }

    private static int length(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String head(String name) {
        return name.substring(0, Math.min(name.length(), boundary() - BEFORE_THE_NAME));
    }

    private static String tail(String name) {
        return name.substring(head(name).length());
    }

    @Override
    public List<Control> controls() {
        return List.of(
                new Control(
                        "names that end before the block does: the ticket is still the attacker's, and not the victim's",
                        new E4IdentitySplice(List.of("alice"), List.of("alicx")),
                        "36 tgs"),
                new Control(
                        "names of different lengths: the length in block 1 is not that of the name",
                        new E4IdentitySplice(List.of("administrator"), List.of("administratorx")),
                        "41 tgs"));
    }

    @Override
    public Outcome run(Stage stage) throws Exception {
        int which = stage.cast().pick("E4", List.of(0, 1, 2, 3)) % victims.size();
        Person victim = stage.person(victims.get(which));
        Person attacker = stage.person(attackers.get(which));

        stage.tale().step(victim + " logs in, and keeps a note at the desk. The attacker listens.");
        Note note = victim.keepNote(stage);
        Blocks sniffed = new Blocks(
                stage.last(MessageType.TGS_REQ, TgsReq.class).ticket().ciphertext());
        stage.tale()
                .say("K3 carries the ticket of " + victim + ", "
                        + sniffed.bytes().size()
                        + " bytes sealed with a key that only the KDC has. A0 to A" + (sniffed.count() - 1)
                        + " are its blocks.");

        stage.tale().step(attacker + " logs in, with a password and an account of their own.");
        HeldTicket own = attacker.login();
        Blocks mine = new Blocks(own.ticket().ciphertext());
        stage.tale().say("M0 to M" + (mine.count() - 1) + " are the blocks of this ticket. Equal blocks are marked.");
        stage.tale().show(Blocks.sideBySide("A: " + victim, sniffed, "M: " + attacker, mine));

        stage.tale().step("The attacker cuts both before byte " + boundary() + ", and puts M0 M1 before A2 A3 ...");
        int cut = boundary() / Blocks.SIZE;
        Blocks forged = mine.before(cut).then(sniffed.from(cut));
        stage.tale().show(arithmetic(victim.toString(), attacker.toString()));
        stage.tale().say("The forged ticket:");
        stage.tale().show(forged.lines("F"));

        stage.tale().step("The attacker asks the TGS with it for a token, as " + victim + ".");
        Outcome outcome = stage.attemptAndTell(() -> Forgery.readNote(forged, own.sessionKey(), note, own, stage));
        ByHand.open(stage, "forged ticket", forged, stage.ticketGrantingKey());
        return outcome;
    }
}
