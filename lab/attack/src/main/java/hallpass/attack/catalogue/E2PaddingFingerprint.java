package hallpass.attack.catalogue;

import hallpass.attack.AesBlocks;
import hallpass.attack.Attack;
import hallpass.attack.AttackContext;
import hallpass.attack.AttackDescription;
import hallpass.attack.AttackerConnection;
import hallpass.attack.Defences;
import hallpass.attack.KerberosUser;
import hallpass.attack.Outcome;
import hallpass.attack.References;
import hallpass.config.RealmConfig;
import hallpass.message.AsRep;
import hallpass.message.AsReq;
import hallpass.message.Nonce;
import hallpass.message.Party;
import hallpass.protocol.Guard;
import hallpass.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A last block that is padding alone is the same wherever the key is the same. */
public final class E2PaddingFingerprint implements Attack {
    /** Of eleven letters: that makes the client's part of K2 four whole blocks long. */
    private static final String ALIGNED = "LAB.EXAMPLE";

    private final Map<String, String> settings;

    public E2PaddingFingerprint() {
        this(Map.of("realm", ALIGNED));
    }

    private E2PaddingFingerprint(Map<String, String> settings) {
        this.settings = settings;
    }

    @Override
    public AttackDescription description() {
        return new AttackDescription(
                "E2",
                "padding fingerprint",
                "When what is sealed is a whole number of blocks long, PKCS#5 adds a block of sixteen bytes 10. Sealed "
                        + "with a user's key, that block is a fingerprint of the password: the same in each reply to "
                        + "this user, for years, and in the replies to everybody with the same password. The AS gives "
                        + "it to whoever asks.",
                List.of("to be able to ask the AS", "a realm whose name makes the reply's length a multiple of 16"),
                List.of("attacks on ECB as the realm's own layouts allow them", References.BELLOVIN_MERRITT),
                Defences.of(Guard.AEAD, "nothing")
                        .and(Guard.SALTED_KDF, "nothing")
                        .and(Guard.PREAUTH, "25 as")
                        .hardened("25 as"));
    }

    @Override
    public Map<String, String> realmSettings(Set<Guard> guards) {
        return settings;
    }

    @Override
    public Set<Party> servers() {
        return Set.of(Party.AS);
    }

    @Override
    public List<String> explanation(RealmConfig realm) {
        int name = realm.tgsName().text().getBytes(StandardCharsets.UTF_8).length;
        int length = 2 + 16 + 2 + name + 2 + 8 + 2 + 4 + 2 + 8;
        return List.of(
                "The client's part of K2: key (2+16), ID_tgs (2+" + name + "), time (2+8),",
                "lifetime (2+4), nonce (2+8): " + length + " bytes, which is " + length / AesBlocks.SIZE
                        + " blocks and " + length % AesBlocks.SIZE + " bytes.",
                "ID_tgs is " + realm.tgsName() + ".");
    }

    @Override
    public List<NegativeControl> negativeControls() {
        return List.of(new NegativeControl(
                "a realm of another name: its replies end within a block, and the nonce is in it",
                new E2PaddingFingerprint(Map.of("realm", "HALLPASS.TEST")),
                "nothing"));
    }

    @Override
    public Outcome run(AttackContext context) throws Exception {
        String shared = context.principals().phrase("shared password");
        List<KerberosUser> people = List.of(
                context.user("anna"),
                context.user("boris", shared),
                context.user("carla", shared),
                context.user("dmitri"));
        context.narration().step("The attacker asks the AS for a ticket of each, without any password.");
        context.narration().verbatim(explanation(context.config()));
        Map<Bytes, Set<String>> byLastBlock = new TreeMap<>((a, b) -> a.toHex().compareTo(b.toHex()));
        Outcome asked = context.attempt(() -> {
            for (KerberosUser user : people) {
                AesBlocks part = requestTicket(user, context);
                Bytes last = part.block(part.count() - 1);
                context.narration().verbatim(List.of("%-8s %s".formatted(user, last.toHex())));
                byLastBlock.computeIfAbsent(last, key -> new TreeSet<>()).add(user.toString());
            }
            return Outcome.noEffect("all last blocks differ");
        });
        return byLastBlock.containsValue(Set.of("boris", "carla")) && byLastBlock.size() == people.size() - 1
                ? Outcome.succeeded("the attacker says that boris and carla have one password, and nobody else has; "
                        + "so it was given to them")
                : asked;
    }

    private static AesBlocks requestTicket(KerberosUser user, AttackContext context) throws Exception {
        try (AttackerConnection connection = context.connect(Party.AS)) {
            AsReq request = new AsReq(
                    user.name(),
                    context.config().tgsName(),
                    Nonce.random(context.lab().randomness()),
                    context.exchangeContext().now(),
                    Bytes.EMPTY);
            return new AesBlocks(
                    connection.request(request, AsRep.class).encPart().ciphertext());
        }
    }
}
