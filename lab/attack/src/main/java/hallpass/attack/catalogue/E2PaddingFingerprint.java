package hallpass.attack.catalogue;

import hallpass.attack.AesBlocks;
import hallpass.attack.Attack;
import hallpass.attack.AttackContext;
import hallpass.attack.AttackDescription;
import hallpass.attack.AttackerConnection;
import hallpass.attack.Defences;
import hallpass.attack.KerberosUser;
import hallpass.attack.Narration;
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
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds users with equal passwords: a block of padding encrypts to the same block under the same
 * key.
 */
public final class E2PaddingFingerprint implements Attack {
    /**
     * Eleven characters: with this realm name the encrypted part of K2 is exactly four blocks long.
     */
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
                "If a plaintext is a multiple of the block size, PKCS#5 appends a block of sixteen "
                        + "bytes 10. Encrypted under a user's key, this block is a fingerprint of the "
                        + "password: it is the same in every reply to this user, and in the replies to every "
                        + "user with the same password. The AS sends such a reply to anyone who asks.",
                List.of(
                        "send requests to the AS",
                        "a realm name that makes the reply's plaintext a multiple of 16 bytes"),
                List.of("ECB attacks as this realm's message layouts permit them", References.BELLOVIN_MERRITT),
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
                "The encrypted part of K2: key (2+16), ID_tgs (2+" + name + "), time (2+8),",
                "lifetime (2+4), nonce (2+8): " + length + " bytes, that is " + length / AesBlocks.SIZE + " blocks and "
                        + length % AesBlocks.SIZE + " bytes.",
                "ID_tgs is " + realm.tgsName() + ".");
    }

    @Override
    public List<NegativeControl> negativeControls() {
        return List.of(new NegativeControl(
                "another realm name: the plaintext ends within a block, and the nonce is in that block",
                new E2PaddingFingerprint(Map.of("realm", "HALLPASS.TEST")),
                "nothing"));
    }

    @Override
    public Outcome run(AttackContext context) throws Exception {
        Narration narration = context.narration();
        String shared = context.principals().phrase("shared password");
        List<KerberosUser> people = List.of(
                context.user("anna"),
                context.user("boris", shared),
                context.user("carla", shared),
                context.user("dmitri"));
        narration.step("The attacker requests a ticket for each of four users, without a password.");
        narration.verbatim(explanation(context.config()));
        Map<Bytes, Set<String>> byLastBlock = new TreeMap<>((a, b) -> a.toHex().compareTo(b.toHex()));
        Outcome asked = context.attempt(() -> {
            for (KerberosUser user : people) {
                AesBlocks part = requestTicket(user, context);
                Bytes last = part.block(part.count() - 1);
                narration.verbatim(List.of(String.format(Locale.ROOT, "%-8s %s", user, last.toHex())));
                byLastBlock.computeIfAbsent(last, key -> new TreeSet<>()).add(user.toString());
            }
            return Outcome.noEffect("all last blocks differ");
        });
        return byLastBlock.containsValue(Set.of("boris", "carla")) && byLastBlock.size() == people.size() - 1
                ? Outcome.succeeded("the attacker concludes that boris and carla, and nobody else, share a password, "
                        + "which is true")
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
