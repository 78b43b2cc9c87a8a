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
import hallpass.message.MessageType;
import hallpass.message.TgsReq;
import hallpass.protocol.Guard;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** An expired ticket, with the time out of somebody else's fresh one. */
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
                "A ticket's time and lifetime stand at its end. Whoever has an expired ticket, with its session key, "
                        + "keeps its first blocks and takes the last ones of any fresh ticket that goes by: the name "
                        + "and the key are old, the time is new. So no ticket ever expires, and no key that was lost "
                        + "once is ever lost to the thief.",
                List.of(
                        "an expired ticket and its session key, their own or a stolen one",
                        "to hear a fresh ticket of anybody's go by whose name has as many letters, or 16 more or less"),
                List.of(References.NDSS_2004),
                Defences.of(Guard.AEAD, "31 tgs").hardened("1009 tgs"));
    }

    @Override
    public List<String> explanation(RealmConfig realm) {
        int server = length(realm.tgsName().text());
        return List.of(
                "key (2+16), name (2+%d), address (2+%d), service (2+%d), time (2+8):"
                        .formatted(length(owner), ADDRESS.length(), server),
                "the time of %s's ticket begins at byte %d: %d bytes into block %d."
                        .formatted(
                                owner,
                                timeOffset(owner, realm),
                                timeOffset(owner, realm) % AesBlocks.SIZE,
                                timeBlock(owner, realm)),
                "the time of %s's ticket begins at byte %d: %d bytes into block %d."
                        .formatted(
                                other,
                                timeOffset(other, realm),
                                timeOffset(other, realm) % AesBlocks.SIZE,
                                timeBlock(other, realm)),
                "What stands before it in that block is the end of the service's name,",
                "the same for everybody. Blocks to %d are %s's, from %d on %s's."
                        .formatted(timeBlock(owner, realm) - 1, owner, timeBlock(other, realm), other));
    }

    /** Where the text of the time begins. */
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
                "the fresh ticket of somebody with a shorter name: its time stands at another place in its block",
                new E5ExpiryGraft("mallory", "alice"),
                "41 tgs"));
    }

    @Override
    public Outcome run(AttackContext context) throws Exception {
        KerberosUser thief = context.user(owner);
        KerberosUser otherUser = context.user(other);
        SecretNote note = thief.storeNote(context);
        context
                .narration()
                .step(thief + " logs in, and keeps the ticket. Eleven hours pass; it was good for ten.");
        CachedTicket oldTicket = thief.login();
        AesBlocks expired = new AesBlocks(oldTicket.ticket().ciphertext());
        context.advanceClocks(DELAY);
        Outcome refused = context.attempt(
                () -> Forgery.readNote(expired, oldTicket.sessionKey(), note, oldTicket, context));
        context
                .narration()
                .paragraph(
                        "The TGS is shown the old ticket as it is: " + refused.summary() + ". " + refused.evidence());

        context.narration().step(otherUser + " logs in, and gets a token. The attacker listens.");
        otherUser.requestToken(otherUser.login());
        AesBlocks fresh = new AesBlocks(context
                .lastMessage(MessageType.TGS_REQ, TgsReq.class)
                .ticket()
                .ciphertext());
        context
                .narration()
                .verbatim(AesBlocks.sideBySide("M: " + thief + ", expired", expired, "C: " + otherUser, fresh));

        context.narration().step("The attacker puts the end of the one to the beginning of the other.");
        context.narration().verbatim(explanation(context.config()));
        int cut = timeBlock(owner, context.config());
        AesBlocks forged = expired.before(cut).append(fresh.from(timeBlock(other, context.config())));
        context.narration().verbatim(forged.hexLines("F"));

        context.narration().step("The attacker asks the TGS with it.");
        Outcome outcome = context.attemptAndNarrate(
                () -> Forgery.readNote(forged, oldTicket.sessionKey(), note, oldTicket, context));
        OpensslInstructions.print(context, "forged ticket", forged, context.tgsKey());
        return outcome;
    }
}
