package hallpass.attack.catalogue;

import hallpass.attack.AesBlocks;
import hallpass.attack.Attack;
import hallpass.attack.AttackContext;
import hallpass.attack.AttackDescription;
import hallpass.attack.Defences;
import hallpass.attack.KerberosUser;
import hallpass.attack.Narration;
import hallpass.attack.Outcome;
import hallpass.attack.References;
import hallpass.config.RealmConfig;
import hallpass.message.MessageType;
import hallpass.message.TgsReq;
import hallpass.protocol.Guard;
import hallpass.wire.Bytes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Links sessions of the same user: equal plaintext blocks of two tickets encrypt to equal blocks.
 */
public final class E1RepeatedBlocks implements Attack {
    private final String one;
    private final String other;

    public E1RepeatedBlocks() {
        this("administrator", "administratox");
    }

    private E1RepeatedBlocks(String one, String other) {
        this.one = one;
        this.other = other;
    }

    @Override
    public AttackDescription description() {
        return new AttackDescription(
                "E1",
                "repeated blocks",
                "ECB encrypts equal blocks to equal blocks under one key. A request to the TGS does "
                        + "not name the user in clear, but the ticket inside it has a block that depends only "
                        + "on the user's name and the realm's names. An eavesdropper who sees the same block "
                        + "again knows that both sessions belong to the same user.",
                List.of(
                        "observe requests to the TGS",
                        "user names long enough to reach a block that holds neither key nor time"),
                List.of(References.NDSS_2004),
                Defences.of(Guard.AEAD, "nothing").hardened("nothing"));
    }

    @Override
    public List<String> explanation(RealmConfig realm) {
        return List.of(
                "block 0   0010 key[0..13]             different in every ticket",
                "block 1   key[14..15], name[0..11]    different in every ticket",
                "block 2   name[12..], address ...     the same in every ticket of one user",
                "A name longer than 12 characters shows; of a shorter one, only its length.");
    }

    @Override
    public List<NegativeControl> negativeControls() {
        return List.of(new NegativeControl(
                "names that end in block 1: block 2 is then the same for all names of this length",
                new E1RepeatedBlocks("alice", "bobby"),
                "nothing"));
    }

    @Override
    public Outcome run(AttackContext context) throws Exception {
        Narration narration = context.narration();
        KerberosUser first = context.user(one);
        KerberosUser second = context.user(other);
        context.resetObservations();
        narration.step("Two users log in twice each and request a token. The attacker observes four K3 messages.");
        for (KerberosUser user : List.of(first, second, first, second)) {
            user.requestToken(user.login());
        }
        List<AesBlocks> tickets = context.allMessages(MessageType.TGS_REQ, TgsReq.class).stream()
                // With verify-kdc the login host also requests a token for itself.
                .filter(request -> request.service().equals(context.config().serviceName()))
                .map(request -> new AesBlocks(request.ticket().ciphertext()))
                .toList();
        Set<Bytes> commonBlocks = common(tickets);

        narration.step("The attacker compares the tickets. \"=\" marks equal blocks.");
        narration.verbatim(AesBlocks.sideBySide("first", tickets.get(0), "third", tickets.get(2)));
        narration.verbatim(AesBlocks.sideBySide("first", tickets.get(0), "second", tickets.get(1)));
        narration.verbatim(AesBlocks.sideBySide("second", tickets.get(1), "fourth", tickets.get(3)));
        narration.paragraph("Blocks common to all four tickets reveal nothing; there are " + commonBlocks.size() + ".");

        boolean linked = shares(tickets.get(0), tickets.get(2), commonBlocks)
                && shares(tickets.get(1), tickets.get(3), commonBlocks);
        boolean distinguished = !shares(tickets.get(0), tickets.get(1), commonBlocks)
                && !shares(tickets.get(2), tickets.get(3), commonBlocks);
        return linked && distinguished
                ? Outcome.succeeded(
                        "the attacker concludes that sessions 1 and 3 belong to one user and sessions 2 and "
                                + "4 to another, which is true: " + first + " and " + second)
                : Outcome.noEffect("no block links two sessions");
    }

    private static Set<Bytes> common(List<AesBlocks> tickets) {
        Set<Bytes> common = new HashSet<>(tickets.get(0).all());
        tickets.forEach(ticket -> common.retainAll(ticket.all()));
        return common;
    }

    private static boolean shares(AesBlocks a, AesBlocks b, Set<Bytes> commonBlocks) {
        Set<Bytes> both = new HashSet<>(a.all());
        both.retainAll(b.all());
        both.removeAll(commonBlocks);
        return !both.isEmpty();
    }
}
