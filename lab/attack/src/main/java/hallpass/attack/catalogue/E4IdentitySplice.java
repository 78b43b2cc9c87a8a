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
import hallpass.message.MessageType;
import hallpass.message.TgsReq;
import hallpass.protocol.Guard;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Joins the first blocks of the attacker's ticket, with a known session key, to the last blocks of
 * the victim's ticket, with the victim's name.
 */
public final class E4IdentitySplice implements Attack {
    /** Length of the key, the key, length of the name. */
    private static final int NAME_OFFSET = 2 + 16 + 2;

    private static final List<String> LONG_NAMES =
            List.of("administrator", "superintendent", "vice-chancellor", "registrar.office");

    private final List<String> victims;
    private final List<String> attackers;

    public E4IdentitySplice() {
        this(
                LONG_NAMES,
                LONG_NAMES.stream().map(E4IdentitySplice::withOtherLastLetter).toList());
    }

    private E4IdentitySplice(List<String> victims, List<String> attackers) {
        this.victims = victims;
        this.attackers = attackers;
    }

    /** The name with its last character replaced. */
    private static String withOtherLastLetter(String name) {
        return name.substring(0, name.length() - 1) + "x";
    }

    @Override
    public AttackDescription description() {
        return new AttackDescription(
                "E4",
                "identity splice",
                "ECB encrypts each block of 16 bytes on its own, and nothing ties the blocks of a "
                        + "ticket together. The attacker takes the first blocks of their own ticket, which "
                        + "hold a session key that they know and the beginning of a name, and appends the "
                        + "blocks of the victim's ticket that hold the end of the victim's name. The result is "
                        + "a valid ticket for the victim under the attacker's session key.",
                List.of(
                        "an account whose name has the victim's length and the same characters up to a block "
                                + "boundary",
                        "observe one of the victim's tickets",
                        "send from the victim's address, which is part of the victim's blocks"),
                List.of(References.NDSS_2004, References.BELLOVIN_MERRITT),
                Defences.of(Guard.AEAD, "31 tgs").hardened("1009 tgs"));
    }

    @Override
    public List<String> explanation(RealmConfig realm) {
        return arithmetic(victims.get(0), attackers.get(0));
    }

    private static List<String> arithmetic(String victim, String attacker) {
        int boundary = blockBoundary();
        return List.of(
                String.format(
                        Locale.ROOT,
                        "A ticket: key (2+16 bytes), name (2+%d), address, service, time, lifetime.",
                        length(victim)),
                String.format(
                        Locale.ROOT,
                        "The name's text begins at byte 2+16+2 = %d, the next block at byte %d,",
                        NAME_OFFSET,
                        boundary),
                String.format(
                        Locale.ROOT,
                        "after the first %d-%d = %d characters of the name.",
                        boundary,
                        NAME_OFFSET,
                        boundary - NAME_OFFSET),
                "block 0   0010 key[0..13]                  the attacker's",
                String.format(
                        Locale.ROOT,
                        "block 1   key[14..15] %04x %-16s the attacker's",
                        length(attacker),
                        '"' + head(attacker) + '"'),
                String.format(Locale.ROOT, "block 2   %-32s the victim's", '"' + tail(victim) + "\", and the rest"),
                String.format(
                        Locale.ROOT,
                        "Block 1 holds the length, so both names must have the same: %d and %d.",
                        length(victim),
                        length(attacker)));
    }

    private static int blockBoundary() {
        return (NAME_OFFSET + AesBlocks.SIZE - 1) / AesBlocks.SIZE * AesBlocks.SIZE;
    }

    private static int length(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String head(String name) {
        return name.substring(0, Math.min(name.length(), blockBoundary() - NAME_OFFSET));
    }

    private static String tail(String name) {
        return name.substring(head(name).length());
    }

    @Override
    public List<NegativeControl> negativeControls() {
        return List.of(
                new NegativeControl(
                        "names that end within block 1: the result is the attacker's own ticket",
                        new E4IdentitySplice(List.of("alice"), List.of("alicx")),
                        "36 tgs"),
                new NegativeControl(
                        "names of different lengths: block 1 holds the wrong length",
                        new E4IdentitySplice(List.of("administrator"), List.of("administratorx")),
                        "41 tgs"));
    }

    @Override
    public Outcome run(AttackContext context) throws Exception {
        Narration narration = context.narration();
        int index = context.principals().choose("E4", List.of(0, 1, 2, 3)) % victims.size();
        KerberosUser victim = context.user(victims.get(index));
        KerberosUser attacker = context.user(attackers.get(index));

        narration.step(victim + " logs in and stores a note at the service. The attacker listens.");
        SecretNote note = victim.storeNote(context);
        AesBlocks victimBlocks = new AesBlocks(
                context.lastMessage(MessageType.TGS_REQ, TgsReq.class).ticket().ciphertext());
        narration.paragraph("K3 carries the ticket of " + victim + ", "
                + victimBlocks.bytes().size()
                + " bytes encrypted under a key that only the KDC has. A0 to A" + (victimBlocks.count() - 1)
                + " are its blocks.");

        narration.step(attacker + " logs in with their own account and password.");
        CachedTicket ownTicket = attacker.login();
        AesBlocks ownBlocks = new AesBlocks(ownTicket.ticket().ciphertext());
        narration.paragraph(
                "M0 to M" + (ownBlocks.count() - 1) + " are the blocks of this ticket. \"=\" marks equal blocks.");
        narration.verbatim(AesBlocks.sideBySide("A: " + victim, victimBlocks, "M: " + attacker, ownBlocks));

        narration.step("The attacker cuts both tickets at byte " + blockBoundary() + " and joins M0 M1 to A2 A3 ...");
        int cut = blockBoundary() / AesBlocks.SIZE;
        AesBlocks forged = ownBlocks.before(cut).append(victimBlocks.from(cut));
        narration.verbatim(arithmetic(victim.toString(), attacker.toString()));
        narration.paragraph("The forged ticket:");
        narration.verbatim(forged.hexLines("F"));

        narration.step("The attacker presents it to the TGS and requests a token as " + victim + ".");
        Outcome outcome = context.attemptAndNarrate(
                () -> Forgery.readNote(forged, ownTicket.sessionKey(), note, ownTicket, context));
        OpensslInstructions.print(context, "forged ticket", forged, context.tgsKey());
        return outcome;
    }
}
