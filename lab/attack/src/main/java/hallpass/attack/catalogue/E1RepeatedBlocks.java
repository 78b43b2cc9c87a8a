package hallpass.attack.catalogue;

import hallpass.attack.AesBlocks;
import hallpass.attack.Attack;
import hallpass.attack.AttackContext;
import hallpass.attack.AttackDescription;
import hallpass.attack.Defences;
import hallpass.attack.KerberosUser;
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

/** Two tickets of one user's share a block that nobody else's have. */
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
                "Under one key, ECB seals equal blocks to equal blocks. A request to the TGS names no user in clear, "
                        + "but the ticket in it has a block that depends on the user's name and the realm's names alone. "
                        + "Whoever listens sees it again and again, and knows which sessions are the same person's.",
                List.of("to hear requests to the TGS go by", "names that reach into a block without key or time"),
                List.of(References.NDSS_2004),
                Defences.of(Guard.AEAD, "nothing").hardened("nothing"));
    }

    @Override
    public List<String> explanation(RealmConfig realm) {
        return List.of(
                "block 0   0010 key[0..13]             another one in each ticket",
                "block 1   key[14..15], name[0..11]    another one in each ticket",
                "block 2   name[12..], address ...     the same in each ticket of one name",
                "So a name of more than 12 letters shows; of a shorter one, its length.");
    }

    @Override
    public List<NegativeControl> negativeControls() {
        return List.of(new NegativeControl(
                "names that end in block 1: block 2 then is the same for all names of this length",
                new E1RepeatedBlocks("alice", "bobby"),
                "nothing"));
    }

    @Override
    public Outcome run(AttackContext context) throws Exception {
        KerberosUser first = context.user(one);
        KerberosUser second = context.user(other);
        context.resetObservations();
        context.narration().step("Two people log in, twice each, and get a token. The attacker hears four K3.");
        for (KerberosUser user : List.of(first, second, first, second)) {
            user.requestToken(user.login());
        }
        List<AesBlocks> tickets = context.allMessages(MessageType.TGS_REQ, TgsReq.class).stream()
                // A machine that checks its KDC asks for a token for itself as well.
                .filter(request ->
                        request.service().equals(context.config().serviceName()))
                .map(request -> new AesBlocks(request.ticket().ciphertext()))
                .toList();
        Set<Bytes> commonBlocks = common(tickets);

        context.narration().step("The attacker holds their tickets side by side. Equal blocks are marked.");
        context
                .narration()
                .verbatim(AesBlocks.sideBySide("the first", tickets.get(0), "the third", tickets.get(2)));
        context
                .narration()
                .verbatim(AesBlocks.sideBySide("the first", tickets.get(0), "the second", tickets.get(1)));
        context
                .narration()
                .verbatim(AesBlocks.sideBySide("the second", tickets.get(1), "the fourth", tickets.get(3)));
        context
                .narration()
                .paragraph("Blocks that are in all four tell nothing: there are " + commonBlocks.size() + ".");

        boolean linked = shares(tickets.get(0), tickets.get(2), commonBlocks)
                && shares(tickets.get(1), tickets.get(3), commonBlocks);
        boolean distinguished = !shares(tickets.get(0), tickets.get(1), commonBlocks)
                && !shares(tickets.get(2), tickets.get(3), commonBlocks);
        return linked && distinguished
                ? Outcome.succeeded("the attacker says that the first and the third session are one person's, and the "
                        + "second and the fourth another's; so they are: " + first + " and " + second)
                : Outcome.noEffect("no block tells whose session it is");
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
