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
import hallpass.crypto.SymmetricKey;
import hallpass.protocol.Guard;
import hallpass.realm.RealmConfig;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** The KDC seals what the attacker calls themselves: the beginning of somebody else's ticket. */
public final class E3ChosenName implements Attack {
    private static final String VICTIM = "alice";
    /** Sixteen letters are a key as good as any, to whoever chose them. */
    private static final String KEY = "chosen by mallor";
    /** From the beginning of the name to the next block. */
    private static final int FILL = 32 - 20;

    private final int fill;

    public E3ChosenName() {
        this(FILL);
    }

    private E3ChosenName(int fill) {
        this.fill = fill;
    }

    @Override
    public Card card() {
        return new Card(
                "E3",
                "chosen-name oracle",
                "The KDC seals a user's name into every ticket. A name that has a block's end in its middle, and after "
                        + "it what a ticket begins with (a key, and the name alice), makes the rest of this ticket a "
                        + "ticket of alice's: cut off what stands before, and the KDC's own hand has signed it.",
                List.of("to register an account with a name of any bytes"),
                List.of(Sources.NDSS_2004),
                Set.of(Guard.AEAD));
    }

    @Override
    public List<String> remarks() {
        return List.of("hallpass user add takes letters, digits and . _ - @ alone, so it refuses such a name. The "
                + "attack's realm gets it by another way, as one whose names are checked nowhere would.");
    }

    @Override
    public List<String> arithmetic(RealmConfig realm) {
        return List.of(
                "The name's text begins at byte 20; 12 letters of it fill block 1.",
                "block 2   0010 key[0..13]            chosen, in the name",
                "block 3   key[14..15] 0005 \"alice\"    chosen, in the name",
                "          and then address, service, time, lifetime: the ticket's own",
                "Blocks 2 and up are a whole ticket, padding and all: 32 bytes are gone.");
    }

    @Override
    public List<Control> controls() {
        return List.of(new Control(
                "one letter less before the key: what is cut off does not end where a block does",
                new E3ChosenName(FILL - 1),
                "41 tgs"));
    }

    @Override
    public Outcome run(Stage stage) throws Exception {
        Person victim = stage.person(VICTIM);
        Note note = victim.keepNote(stage);
        String name = "x".repeat(fill) + "\0\u0010" + KEY + "\0\u0005" + VICTIM;
        stage.tale().step("The attacker registers as xxxxxxxxxxxx 0010 \"" + KEY + "\" 0005 \"alice\", and logs in.");
        Person attacker = stage.person(name, stage.cast().words("password of mallory"));
        HeldTicket own = attacker.login();
        Blocks ticket = new Blocks(own.ticket().ciphertext());
        stage.tale().show(ticket.lines("M"));

        stage.tale().step("M0 and M1 are cut off: what is left is a ticket of alice's.");
        stage.tale().show(arithmetic(stage.config()));
        Blocks forged = ticket.from(2);
        stage.tale().show(forged.lines("F"));
        SymmetricKey key = SymmetricKey.of("K_c,tgs", KEY.getBytes(StandardCharsets.US_ASCII));

        stage.tale().step("The attacker asks the TGS with it, as alice.");
        Outcome outcome = stage.attemptAndTell(() -> Forgery.readNote(forged, key, note, own, stage));
        ByHand.open(stage, "forged ticket", forged, stage.ticketGrantingKey());
        return outcome;
    }
}
