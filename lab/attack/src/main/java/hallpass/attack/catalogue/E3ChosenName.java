package hallpass.attack.catalogue;

import hallpass.attack.AesBlocks;
import hallpass.attack.Attack;
import hallpass.attack.AttackContext;
import hallpass.attack.AttackDescription;
import hallpass.attack.Defences;
import hallpass.attack.Forgery;
import hallpass.attack.KerberosUser;
import hallpass.attack.Narration;
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

/** Chooses a user name that contains the beginning of another user's ticket. */
public final class E3ChosenName implements Attack {
    private static final String VICTIM = "alice";
    /** Any sixteen characters are a valid AES key. */
    private static final String KEY = "chosen by mallor";
    /** Bytes from the beginning of the name to the next block boundary. */
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
                "The KDC encrypts the user's name into every ticket. The attacker registers a name "
                        + "that crosses a block boundary and continues there with the beginning of a ticket: a "
                        + "chosen key and the name alice. Without its first two blocks, the attacker's ticket "
                        + "is a valid ticket for alice under a key that the attacker chose.",
                List.of("register an account whose name contains arbitrary bytes"),
                List.of(References.NDSS_2004),
                Defences.of(Guard.AEAD, "31 tgs").hardened("1009 tgs"));
    }

    @Override
    public List<String> remarks() {
        return List.of("hallpass user add accepts only letters, digits and . _ - @ and refuses such a name. "
                + "The attack adds the account to the KDC's store directly, as a realm without name "
                + "checks would.");
    }

    @Override
    public List<String> explanation(RealmConfig realm) {
        return List.of(
                "The name's text begins at byte 20; its first 12 characters fill block 1.",
                "block 2   0010 key[0..13]            chosen, in the name",
                "block 3   key[14..15] 0005 \"alice\"    chosen, in the name",
                "          then address, service, time, lifetime: as in any ticket",
                "Blocks 2 and up are a complete ticket with valid padding.");
    }

    @Override
    public List<NegativeControl> negativeControls() {
        return List.of(new NegativeControl(
                "one character less before the key: the cut is no longer at a block boundary",
                new E3ChosenName(FILL_LENGTH - 1),
                "41 tgs"));
    }

    @Override
    public Outcome run(AttackContext context) throws Exception {
        Narration narration = context.narration();
        KerberosUser victim = context.user(VICTIM);
        SecretNote note = victim.storeNote(context);
        String name = "x".repeat(fillLength) + "\0\u0010" + KEY + "\0\u0005" + VICTIM;
        narration.step("The attacker registers as xxxxxxxxxxxx 0010 \"" + KEY + "\" 0005 \"alice\" and logs in.");
        KerberosUser attacker = context.user(name, context.principals().phrase("password of mallory"));
        CachedTicket ownTicket = attacker.login();
        AesBlocks ticket = new AesBlocks(ownTicket.ticket().ciphertext());
        narration.verbatim(ticket.hexLines("M"));

        narration.step("The attacker drops M0 and M1. The rest is a ticket for alice.");
        narration.verbatim(explanation(context.config()));
        AesBlocks forged = ticket.from(2);
        narration.verbatim(forged.hexLines("F"));
        SymmetricKey key = SymmetricKey.of("K_c,tgs", KEY.getBytes(StandardCharsets.US_ASCII));

        narration.step("The attacker presents it to the TGS as alice.");
        Outcome outcome = context.attemptAndNarrate(() -> Forgery.readNote(forged, key, note, ownTicket, context));
        OpensslInstructions.print(context, "forged ticket", forged, context.tgsKey());
        return outcome;
    }
}
