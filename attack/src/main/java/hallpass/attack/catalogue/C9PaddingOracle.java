package hallpass.attack.catalogue;

import hallpass.attack.Attack;
import hallpass.attack.Bleichenbacher;
import hallpass.attack.Bleichenbacher.Oracle;
import hallpass.attack.Card;
import hallpass.attack.Doors;
import hallpass.attack.Line;
import hallpass.attack.Note;
import hallpass.attack.Outcome;
import hallpass.attack.RecordedVisit;
import hallpass.attack.Refused;
import hallpass.attack.Registrant;
import hallpass.attack.Stage;
import hallpass.crypto.RsaSealed;
import hallpass.crypto.SymmetricKey;
import hallpass.message.CertificateRep;
import hallpass.message.ClientRegistration;
import hallpass.message.ClientRegistrationRep;
import hallpass.message.ClientRegistrationReq;
import hallpass.message.ErrorCode;
import hallpass.message.MessageType;
import hallpass.message.PrincipalName;
import hallpass.pki.RsaKeys;
import hallpass.protocol.Guard;
import hallpass.realm.PemFiles;
import hallpass.realm.RealmConfig;
import hallpass.trace.Party;
import hallpass.wire.Bytes;
import java.math.BigInteger;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The server says of any block whether its padding is right: that opens one which was recorded. */
public final class C9PaddingOracle implements Attack {
    private static final String VICTIM = "alice";
    /** A divisor of so much leaves few questions until the first yes. */
    private static final BigInteger GREAT = BigInteger.valueOf(50);
    /** Three or four are usual. */
    private static final int VISITS = 12;

    private static final int TOLD_EVERY = 20;

    private final Map<String, String> weakness;
    private final Beginning beginning;

    /** Who is asked for the padding before what is sealed: it is random, long, and good for nothing. */
    private interface Beginning {
        /** The server, as for the rest. */
        Beginning OVER_THE_WIRE = (server, block, stage) -> server;

        /** The stage itself, which has the server's private key and answers at once. */
        Beginning ON_STAGE = (server, block, stage) -> {
            RSAPrivateCrtKey key = PemFiles.privateKey(stage.lab().folder().serverKey());
            BigInteger n = key.getModulus();
            BigInteger number = block.modPow(key.getPrivateExponent(), n);
            return multiplier ->
                    Bleichenbacher.isPadded(number.multiply(multiplier).mod(n), n);
        };

        Oracle oracle(Oracle server, BigInteger block, Stage stage) throws Exception;
    }

    public C9PaddingOracle() {
        this(Map.of("pki.rsa", "pkcs1-v1_5"), Beginning.OVER_THE_WIRE);
    }

    private C9PaddingOracle(Map<String, String> weakness, Beginning beginning) {
        this.weakness = weakness;
        this.beginning = beginning;
    }

    @Override
    public Card card() {
        return new Card(
                "C9",
                "Bleichenbacher's padding oracle",
                "PKCS#1 v1.5 begins a block with 00 02 before RSA encrypts it, and the server says with one code that "
                        + "what it decrypted does not begin so, and with another one that it does. RSA can be "
                        + "multiplied without its key: so the attacker takes a P5 that was recorded, multiplies what is "
                        + "in it by a number of their choice, and asks. Each yes says in which part of the range the "
                        + "secret lies. Some thousand questions later K_tmp2 is known, and nobody's key was stolen.",
                List.of(
                        "to record a client's P3 to P7",
                        "to be able to ask the server some thousand times",
                        "a realm with pki.rsa = \"pkcs1-v1_5\", which is there to be attacked"),
                List.of(
                        "Bleichenbacher: Chosen Ciphertext Attacks Against RSA PKCS #1 (CRYPTO 1998)",
                        "Bardou and others: Efficient Padding Oracle Attacks (CRYPTO 2012)",
                        "RFC 8017, section 7.2; RFC 3218"),
                Set.of(Guard.OAEP, Guard.UNIFORM_ERRORS));
    }

    @Override
    public List<String> remarks() {
        return List.of(
                "uniform-errors hides the answer, and not that there is a difference: whoever can measure it has the "
                        + "oracle back. oaep takes it away.",
                "A matrix asks the server for the secret alone. The padding before it takes ten times as many "
                        + "questions, which a matrix answers itself; hallpass attack run C9 asks all of them.");
    }

    @Override
    public Map<String, String> settings(Set<Guard> guards) {
        return guards.contains(Guard.OAEP) ? Map.of() : weakness;
    }

    @Override
    public Attack brief() {
        return new C9PaddingOracle(weakness, Beginning.ON_STAGE);
    }

    @Override
    public Set<Party> servers() {
        return Doors.CERTIFICATES;
    }

    @Override
    public List<String> arithmetic(RealmConfig realm) {
        int block = RsaKeys.BITS / 8;
        int length = length(realm);
        return List.of(
                "A block has %d bytes: 00 02, %d of padding, 00, and %d of P5:"
                        .formatted(block, block - length - 3, length),
                "%04x K_tmp2, the name, the address, the port, TS5."
                        .formatted(realm.seals().suite().keySize()),
                "As a number m it begins with 00 02 if 2B <= m < 3B, B = 256^" + (block - 2) + ".",
                "c * s^e mod n opens to m*s mod n, whatever s the attacker takes.",
                "The server answers 41 if that begins with 00 02, and 31 if not.",
                "After a 41, 2B + r*n <= m*s < 3B + r*n for some r, which few m fit.",
                "Then s is doubled, roughly, so that the next 41 leaves half of them.");
    }

    /** Of what P5 seals, of which only K_tmp2 is a secret. */
    private static int length(RealmConfig realm) {
        SymmetricKey any =
                SymmetricKey.of("K_tmp2", new byte[realm.seals().suite().keySize()]);
        return ClientRegistration.PART
                .layout()
                .encode(new ClientRegistration(any, new PrincipalName(VICTIM), "127.0.0.1", 1, Instant.EPOCH))
                .length;
    }

    @Override
    public List<Control> controls() {
        return List.of(new Control(
                "a realm as it is by default: OAEP looks right for nobody's block but its maker's",
                new C9PaddingOracle(Map.of(), Beginning.OVER_THE_WIRE),
                "31 app"));
    }

    @Override
    public Outcome run(Stage stage) throws Exception {
        Registrant victim = stage.registrant(VICTIM);
        stage.tale().step("alice registers with the server, and keeps a note there. The attacker records it all.");
        Note note = victim.keepNote(stage);
        RSAPublicKey key = RsaKeys.publicKey(
                stage.last(MessageType.CERTIFICATE_REP, CertificateRep.class).publicKey());
        try (Line line = stage.line(Party.APP)) {
            Door door = new Door(line, key);
            stage.tale().step("The attacker sends two P5 of their own: one begins with 00 02, the other with 00 03.");
            ErrorCode right = door.answer(block(2).modPow(key.getPublicExponent(), key.getModulus()));
            ErrorCode wrong = door.answer(block(3).modPow(key.getPublicExponent(), key.getModulus()));
            stage.tale()
                    .show(List.of(
                            "00 02 07 07 07 ...   " + right.number() + " " + right,
                            "00 03 07 07 07 ...   " + wrong.number() + " " + wrong));
            if (right == wrong) {
                return Outcome.refused(
                        right, Party.APP, "whatever a block begins with, the answer is the same: " + right.sentence());
            }
            stage.tale().say("The answers differ: that is the oracle.");
            stage.tale().show(arithmetic(stage.config()));
            return open(victim, note, new Asking(door, wrong), stage);
        }
    }

    private Outcome open(Registrant victim, Note note, Asking asking, Stage stage) throws Exception {
        int length = length(stage.config());
        int padding = RsaKeys.BITS / 8 - length;
        int keySize = stage.seals().suite().keySize();
        int end = padding + 2 + keySize;
        Target target = promising(victim, note, asking, stage);
        stage.tale().step("The attacker asks, until the first " + end + " bytes of that block are known.");
        target.search.find(padding, target.atFirst);
        target.search.find(end, target.server);
        byte[] found = target.search.first(end);
        stage.tale().say("It took " + number(target.search.questions()) + " questions. The block:");
        stage.tale()
                .show(List.of(
                        HexFormat.of().formatHex(found, 0, 16) + " ... "
                                + HexFormat.of().formatHex(found, padding - 8, padding),
                        HexFormat.of().formatHex(found, padding, padding + 2) + "  "
                                + HexFormat.of().formatHex(found, padding + 2, end)));
        SymmetricKey secret = SymmetricKey.of("K_tmp2", Arrays.copyOfRange(found, padding + 2, end));
        return stage.attempt(() -> target.visit.misuse(secret, note, stage));
    }

    /** A recorded visit, and the search for what its P5 seals. */
    private record Target(RecordedVisit visit, Bleichenbacher search, Oracle atFirst, Oracle server) {}

    /** Some numbers are easier to find than others, and each P5 is another number. */
    private Target promising(Registrant victim, Note note, Asking asking, Stage stage) throws Exception {
        stage.tale().step("The attacker asks after divisors of what is sealed. alice comes again and again meanwhile.");
        for (int visits = 1; ; visits++) {
            RecordedVisit visit = RecordedVisit.last(stage);
            BigInteger block = new BigInteger(
                    1, visit.registration().registration().ciphertext().toArray());
            Oracle server = asking.about(block);
            Oracle atFirst = beginning.oracle(server, block, stage);
            Bleichenbacher search = new Bleichenbacher(asking.door.key, new Progress(stage)::tell);
            BigInteger divisor = search.trim(atFirst);
            stage.tale()
                    .show(List.of("P5 number %-2d  %s questions, divisible by %s"
                            .formatted(visits, number(search.questions()), divisor)));
            if (divisor.compareTo(GREAT) >= 0 || visits == VISITS) {
                return new Target(visit, search, atFirst, server);
            }
            victim.ask(note.kept());
        }
    }

    /** 00, this byte, and sevens. */
    private static BigInteger block(int type) {
        byte[] block = new byte[RsaKeys.BITS / 8];
        Arrays.fill(block, (byte) 7);
        block[0] = 0;
        block[1] = (byte) type;
        return new BigInteger(1, block);
    }

    private static String number(int count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** Whoever sends P5 to this server hears what it thinks of it. */
    private record Door(Line line, RSAPublicKey key) {
        ErrorCode answer(BigInteger number) throws Exception {
            Bytes block = Bytes.of(Bleichenbacher.block(number, RsaKeys.BITS / 8));
            try {
                line.ask(new ClientRegistrationReq(new RsaSealed<>(block)), ClientRegistrationRep.class);
            } catch (Refused refused) {
                return refused.error().code();
            }
            throw new IllegalStateException("the server took a registration that nobody made");
        }
    }

    /** @param notPadded what the server answers if a block does not begin with 00 02 */
    private record Asking(Door door, ErrorCode notPadded) {
        Oracle about(BigInteger block) {
            BigInteger e = door.key.getPublicExponent();
            BigInteger n = door.key.getModulus();
            return multiplier ->
                    door.answer(multiplier.modPow(e, n).multiply(block).mod(n)) != notPadded;
        }
    }

    private static final class Progress {
        private final Stage stage;
        private int told;

        Progress(Stage stage) {
            this.stage = stage;
        }

        void tell(Bleichenbacher search) {
            if (search.known() >= told) {
                told = search.known() + TOLD_EVERY;
                stage.tale()
                        .show(List.of(
                                "%7s questions  %3d bytes".formatted(number(search.questions()), search.known())));
            }
        }
    }
}
