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
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Replaces the time in an expired ticket with the time of another user's fresh ticket. */
public final class E5ExpiryGraft implements Attack {
    private static final String ADDRESS = "127.0.0.1";
    private static final Duration DELAY = Duration.ofHours(11);

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
    public AttackDescription description() {
        return new AttackDescription(
                "E5",
                "expiry graft",
                "The time and the lifetime are at the end of a ticket. An attacker with an expired "
                        + "ticket and its session key keeps the first blocks and replaces the last ones with "
                        + "those of any fresh ticket: name and key are old, the time is new. Tickets then "
                        + "never expire, and a session key that was stolen once stays useful forever.",
                List.of(
                        "an expired ticket and its session key, the attacker's own or stolen",
                        "observe a fresh ticket of a user whose name has the same length, or 16 characters "
                                + "more or less"),
                List.of(References.NDSS_2004),
                Defences.of(Guard.AEAD, "31 tgs").hardened("1009 tgs"));
    }

    @Override
    public List<String> explanation(RealmConfig realm) {
        int server = length(realm.tgsName().text());
        return List.of(
                String.format(
                        Locale.ROOT,
                        "key (2+16), name (2+%d), address (2+%d), service (2+%d), time (2+8):",
                        length(owner),
                        ADDRESS.length(),
                        server),
                String.format(
                        Locale.ROOT,
                        "the time of %s's ticket begins at byte %d: %d bytes into block %d.",
                        owner,
                        timeOffset(owner, realm),
                        timeOffset(owner, realm) % AesBlocks.SIZE,
                        timeBlock(owner, realm)),
                String.format(
                        Locale.ROOT,
                        "the time of %s's ticket begins at byte %d: %d bytes into block %d.",
                        other,
                        timeOffset(other, realm),
                        timeOffset(other, realm) % AesBlocks.SIZE,
                        timeBlock(other, realm)),
                "Before it in that block is the end of the service's name, which is the",
                String.format(
                        Locale.ROOT,
                        "same in every ticket. Blocks up to %d are %s's, from %d on %s's.",
                        timeBlock(owner, realm) - 1,
                        owner,
                        timeBlock(other, realm),
                        other));
    }

    /** The offset of the time's eight bytes in a ticket's plaintext. */
    private static int timeOffset(String name, RealmConfig realm) {
        int server = length(realm.tgsName().text());
        return 2 + 16 + 2 + length(name) + 2 + ADDRESS.length() + 2 + server + 2;
    }

    private static int timeBlock(String name, RealmConfig realm) {
        return timeOffset(name, realm) / AesBlocks.SIZE;
    }

    private static int length(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public List<NegativeControl> negativeControls() {
        return List.of(new NegativeControl(
                "a fresh ticket of a user with a shorter name: its time is at another offset in its block",
                new E5ExpiryGraft("mallory", "alice"),
                "41 tgs"));
    }

    @Override
    public Outcome run(AttackContext context) throws Exception {
        Narration narration = context.narration();
        KerberosUser thief = context.user(owner);
        KerberosUser otherUser = context.user(other);
        SecretNote note = thief.storeNote(context);
        narration.step(thief + " logs in and keeps the ticket, which lasts ten hours. Eleven hours pass.");
        CachedTicket oldTicket = thief.login();
        AesBlocks expired = new AesBlocks(oldTicket.ticket().ciphertext());
        context.advanceClocks(DELAY);
        Outcome refused =
                context.attempt(() -> Forgery.readNote(expired, oldTicket.sessionKey(), note, oldTicket, context));
        narration.paragraph("The TGS refuses the unchanged ticket: " + refused.summary() + ". " + refused.evidence());

        narration.step(otherUser + " logs in and requests a token. The attacker listens.");
        otherUser.requestToken(otherUser.login());
        AesBlocks fresh = new AesBlocks(
                context.lastMessage(MessageType.TGS_REQ, TgsReq.class).ticket().ciphertext());
        narration.verbatim(AesBlocks.sideBySide("M: " + thief + ", expired", expired, "C: " + otherUser, fresh));

        narration.step("The attacker appends the end of the fresh ticket to the beginning of the expired one.");
        narration.verbatim(explanation(context.config()));
        int cut = timeBlock(owner, context.config());
        AesBlocks forged = expired.before(cut).append(fresh.from(timeBlock(other, context.config())));
        narration.verbatim(forged.hexLines("F"));

        narration.step("The attacker presents the result to the TGS.");
        Outcome outcome = context.attemptAndNarrate(
                () -> Forgery.readNote(forged, oldTicket.sessionKey(), note, oldTicket, context));
        OpensslInstructions.print(context, "forged ticket", forged, context.tgsKey());
        return outcome;
    }
}
