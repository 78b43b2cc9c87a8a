package hallpass.attack.catalogue;

import hallpass.attack.Attack;
import hallpass.attack.Blocks;
import hallpass.attack.Card;
import hallpass.attack.Line;
import hallpass.attack.Outcome;
import hallpass.attack.Person;
import hallpass.attack.Sources;
import hallpass.attack.Stage;
import hallpass.message.AsRep;
import hallpass.message.AsReq;
import hallpass.message.Nonce;
import hallpass.protocol.Guard;
import hallpass.realm.RealmConfig;
import hallpass.trace.Party;
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
    public Card card() {
        return new Card(
                "E2",
                "padding fingerprint",
                "When what is sealed is a whole number of blocks long, PKCS#5 adds a block of sixteen bytes 10. Sealed "
                        + "with a user's key, that block is a fingerprint of the password: the same in each reply to "
                        + "this user, for years, and in the replies to everybody with the same password. The AS gives "
                        + "it to whoever asks.",
                List.of("to be able to ask the AS", "a realm whose name makes the reply's length a multiple of 16"),
                List.of("attacks on ECB as the realm's own layouts allow them", Sources.BELLOVIN_MERRITT),
                Set.of(Guard.AEAD, Guard.SALTED_KDF, Guard.PREAUTH));
    }

    @Override
    public Map<String, String> settings(Set<Guard> guards) {
        return settings;
    }

    @Override
    public Set<Party> servers() {
        return Set.of(Party.AS);
    }

    @Override
    public List<String> arithmetic(RealmConfig realm) {
        int name = realm.ticketGrantingName().text().getBytes(StandardCharsets.UTF_8).length;
        int length = 2 + 16 + 2 + name + 2 + 8 + 2 + 4 + 2 + 8;
        return List.of(
                "The client's part of K2: key (2+16), ID_tgs (2+" + name + "), time (2+8),",
                "lifetime (2+4), nonce (2+8): " + length + " bytes, which is " + length / Blocks.SIZE + " blocks and "
                        + length % Blocks.SIZE + " bytes.",
                "ID_tgs is " + realm.ticketGrantingName() + ".");
    }

    @Override
    public List<Control> controls() {
        return List.of(new Control(
                "a realm of another name: its replies end within a block, and the nonce is in it",
                new E2PaddingFingerprint(Map.of("realm", "HALLPASS.TEST")),
                "nothing"));
    }

    @Override
    public Outcome run(Stage stage) throws Exception {
        String shared = stage.cast().words("shared password");
        List<Person> people = List.of(
                stage.person("anna"),
                stage.person("boris", shared),
                stage.person("carla", shared),
                stage.person("dmitri"));
        stage.tale().step("The attacker asks the AS for a ticket of each, without any password.");
        stage.tale().show(arithmetic(stage.config()));
        Map<Bytes, Set<String>> byLastBlock = new TreeMap<>((a, b) -> a.toHex().compareTo(b.toHex()));
        Outcome asked = stage.attempt(() -> {
            for (Person person : people) {
                Blocks part = ask(person, stage);
                Bytes last = part.block(part.count() - 1);
                stage.tale().show(List.of("%-8s %s".formatted(person, last.toHex())));
                byLastBlock.computeIfAbsent(last, key -> new TreeSet<>()).add(person.toString());
            }
            return Outcome.nothing("all last blocks differ");
        });
        return byLastBlock.containsValue(Set.of("boris", "carla")) && byLastBlock.size() == people.size() - 1
                ? Outcome.succeeded("the attacker says that boris and carla have one password, and nobody else has; "
                        + "so it was given to them")
                : asked;
    }

    private static Blocks ask(Person person, Stage stage) throws Exception {
        try (Line line = stage.line(Party.AS)) {
            AsReq request = new AsReq(
                    person.name(),
                    stage.config().ticketGrantingName(),
                    Nonce.random(stage.lab().randomness()),
                    stage.now().now(),
                    Bytes.EMPTY);
            return new Blocks(line.ask(request, AsRep.class).part().ciphertext());
        }
    }
}
