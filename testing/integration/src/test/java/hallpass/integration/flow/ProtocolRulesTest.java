package hallpass.integration.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hallpass.client.ClientError;
import hallpass.client.ClientException;
import hallpass.client.ClientSettings;
import hallpass.client.KerberosClient;
import hallpass.client.ServiceSession;
import hallpass.client.credential.CachedToken;
import hallpass.client.exchange.ApExchangeClient;
import hallpass.client.exchange.ServiceExchangeClient;
import hallpass.config.RealmConfig;
import hallpass.crypto.Randomness;
import hallpass.crypto.Sealed;
import hallpass.crypto.SymmetricKey;
import hallpass.fixtures.RefusalAssertions;
import hallpass.message.ApRepPart;
import hallpass.message.AsReq;
import hallpass.message.ClientRegistrationRepPart;
import hallpass.message.ErrorCode;
import hallpass.message.ErrorMessage;
import hallpass.message.KeyUpdateReqPart;
import hallpass.message.Message;
import hallpass.message.MessageType;
import hallpass.message.Nonce;
import hallpass.message.PartType;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.message.ServerRegistrationRepPart;
import hallpass.message.ServerRegistrationReqPart;
import hallpass.message.StatusReq;
import hallpass.net.ServerSettings;
import hallpass.pki.CertificateAuthority;
import hallpass.pki.CertificateName;
import hallpass.pki.CertificateValidator;
import hallpass.pki.Certificates;
import hallpass.pki.RsaKeys;
import hallpass.pki.Validity;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Guard;
import hallpass.protocol.KeyRing;
import hallpass.protocol.Profile;
import hallpass.protocol.Refusal;
import hallpass.protocol.Sealer;
import hallpass.store.NoteLimits;
import hallpass.testkit.RealmServer;
import hallpass.trace.Check;
import hallpass.trace.Trace;
import hallpass.wire.Bytes;
import hallpass.wire.DecodeException;
import hallpass.wire.FieldTypes;
import hallpass.wire.Frame;
import hallpass.wire.Layout;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds the rules of {@code docs/protocol.md} to the code: reads each table or sentence from the
 * document, and runs it.
 */
class ProtocolRulesTest {
    private static final PrincipalName ALICE = new PrincipalName("alice");
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final List<String> DOCUMENT = document();

    private static RealmServer realm;

    /** A sentence of the document, and code that fails if it is wrong. */
    private record Rule(String sentence, RuleCheck check) {
        @Override
        public String toString() {
            return sentence;
        }
    }

    private interface RuleCheck {
        void run() throws Exception;
    }

    @BeforeAll
    static void startRealm() throws Exception {
        realm = RealmServer.builder()
                .guards(Guard.REPLAY_CACHE)
                .user(ALICE.text(), "correct horse")
                .clock(() -> NOON)
                .servers(Party.AS, Party.TGS, Party.SERVICE)
                .start();
    }

    @AfterAll
    static void stopRealm() {
        realm.close();
    }

    static Stream<Rule> rules() {
        return Stream.of(
                new Rule("milliseconds since 1970-01-01T00:00:00Z, at most 253402300799999", ProtocolRulesTest::time),
                new Rule(
                        "The client may send further requests before it has read a reply: the server answers them one"
                                + " after the other.",
                        ProtocolRulesTest::pipelining),
                new Rule(
                        "Receivers never answer an `ERROR`, not even a malformed one or one with an unknown code.",
                        ProtocolRulesTest::errorsAreNotAnswered),
                new Rule(
                        "Every K5 ends the previous authentication, also one that is malformed or refused.",
                        ProtocolRulesTest::everyApRequestEndsTheAuthentication),
                new Rule(
                        "All other fields are always present: an empty one has the length 0.",
                        ProtocolRulesTest::preAuthenticationIsAlwaysPresent),
                new Rule(
                        "A receiver refuses one that is not empty: with 1000 in a message",
                        ProtocolRulesTest::clientRefusesShareWithoutGuard),
                new Rule("and with 16 in K1.", ProtocolRulesTest::preAuthenticationIsRefusedWithoutGuard),
                new Rule(
                        "Without `aead`, two requests with the same time have equal authenticators, and `replay-cache`"
                                + " refuses the second (34).",
                        ProtocolRulesTest::equalTimesAreReplays),
                new Rule(
                        "A client has at most 100 notes; a name has at most 128 bytes, a text at most 4096 (1043).",
                        ProtocolRulesTest::quotas),
                new Rule(
                        "A receiver refuses a part that contains a key of another size than the realm uses (41)",
                        ProtocolRulesTest::keySizes),
                new Rule(
                        "If no key opens a part, the code is that of the highest version.",
                        ProtocolRulesTest::triesEveryKey),
                new Rule("`classic + aead + replay-cache`", ProtocolRulesTest::profileInStatus),
                new Rule(
                        "A request that its resource refuses (checks 6 to 9) does not count as accepted.",
                        ProtocolRulesTest::refusedResourceIsNotReplay));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void followsTheRule(Rule rule) throws Exception {
        assertThat(String.join(" ", DOCUMENT)).contains(rule.sentence);
        rule.check.run();
    }

    @Test
    void hasTheDocumentedLimits() {
        ServerSettings defaults = ServerSettings.withDefaults(realm.address(Party.AS));

        assertThat(table("| limit |").stream().map(row -> row.get(1)))
                .containsExactly(
                        String.valueOf(Frame.MAX_LENGTH),
                        seconds(defaults.frameTimeout()),
                        seconds(defaults.frameTimeout()),
                        seconds(defaults.idleTimeout()),
                        String.valueOf(defaults.maxConnections()));
    }

    @Test
    void allowsTheDocumentedNames() {
        List<List<String>> rows = table("| example name |");

        assertThat(rows).hasSizeGreaterThan(10);
        assertThat(rows)
                .allSatisfy(row -> assertThat(CertificateName.isAllowed(new PrincipalName(row.get(0))))
                        .as(row.get(0))
                        .isEqualTo(row.get(1).equals("yes")));
        assertThat(CertificateName.isAllowed(new PrincipalName("a".repeat(63)))).isTrue();
        assertThat(CertificateName.isAllowed(new PrincipalName("a".repeat(64)))).isFalse();
        assertThat(CertificateName.isAllowed(new PrincipalName("a." + "b".repeat(62))))
                .isTrue();
        assertThat(CertificateName.isAllowed(new PrincipalName("a." + "b".repeat(63))))
                .isFalse();
    }

    /** The keys of the table are those of RFC 5280; the validator accepts each use and no other. */
    @Test
    void acceptsTheDocumentedCertificates() throws Exception {
        KeyPair pair = RsaKeys.generateKeyPair();
        Validity validity = Validity.starting(NOON, Duration.ofDays(1), Duration.ofMinutes(5));
        CertificateAuthority authority =
                CertificateAuthority.selfSigned(new PrincipalName("ID-CA"), pair, validity, BigInteger.ONE);
        RSAPublicKey key = (RSAPublicKey) pair.getPublic();
        X509Certificate server = authority.issueServerCertificate(ALICE, key, validity, BigInteger.TWO);
        X509Certificate client = authority.issueClientCertificate(ALICE, key, validity, BigInteger.TWO);
        CertificateValidator validator = CertificateValidator.trusting(authority.certificate());

        assertThat(table("| | for a server |"))
                .containsExactly(
                        List.of("version", String.valueOf(server.getVersion()), String.valueOf(client.getVersion())),
                        List.of("basic constraints", "absent, or not a CA", "absent, or not a CA"),
                        List.of("key usage", "present, with " + keyUsage(server), "present, with " + keyUsage(client)),
                        List.of(
                                "extended key usage",
                                "absent, or with " + purpose(server),
                                "absent, or with " + purpose(client)),
                        List.of("critical extensions", "known ones only", "known ones only"));
        validator.validateServer(Certificates.encode(server), ALICE, contextAt(0));
        validator.validateClient(Certificates.encode(client), ALICE, contextAt(0));
        RefusalAssertions.assertRefused(
                ErrorCode.HP_ERR_CERTIFICATE_KEY,
                () -> validator.validateServer(Certificates.encode(client), ALICE, contextAt(0)));
        RefusalAssertions.assertRefused(
                ErrorCode.HP_ERR_CERTIFICATE_KEY,
                () -> validator.validateClient(Certificates.encode(server), ALICE, contextAt(0)));
    }

    private static String keyUsage(X509Certificate certificate) {
        return certificate.getKeyUsage()[2] ? "keyEncipherment" : "digitalSignature";
    }

    private static String purpose(X509Certificate certificate) throws CertificateParsingException {
        return certificate.getExtendedKeyUsage().contains("1.3.6.1.5.5.7.3.1") ? "serverAuth" : "clientAuth";
    }

    @Test
    void comparesTheDocumentedAddresses() {
        List<List<String>> compared = table("| example address |").stream()
                .map(row -> List.of(row.get(0), row.get(1), isSameHost(row.get(0), row.get(1)) ? "yes" : "no"))
                .toList();

        assertThat(compared).hasSizeGreaterThan(10).isEqualTo(table("| example address |"));
    }

    private static boolean isSameHost(String address, String sender) {
        try {
            new ExchangeContext(NOON, sender, Trace.NONE).checkSender(Check.ADDRESSES, address);
            return true;
        } catch (Refusal refusal) {
            return false;
        }
    }

    @Test
    void listsEveryFieldOfAGuard() {
        List<List<String>> fields = new ArrayList<>();
        // Not an annotated field: the AS refuses it with a specific code of RFC 4120.
        fields.add(List.of("K1", "pre-authentication", Guard.PREAUTH.id()));
        for (MessageType type : MessageType.values()) {
            addGuardFields(type.label(), type.layout(), fields);
            guardedParts(type)
                    .forEach(part -> addGuardFields(type.label() + ", " + part.name(), part.layout(), fields));
        }

        assertThat(table("| message or part |")).containsExactlyElementsOf(fields);
    }

    /** The parts of a message with fields of guards, also those under an RSA key. */
    private static List<PartType<?>> guardedParts(MessageType type) {
        return switch (type) {
            case SERVER_REGISTRATION_REQ -> List.of(ServerRegistrationReqPart.PART);
            case SERVER_REGISTRATION_REP -> List.of(ServerRegistrationRepPart.PART);
            case CLIENT_REGISTRATION_REP -> List.of(ClientRegistrationRepPart.PART);
            default -> type.parts();
        };
    }

    private static void addGuardFields(String where, Layout<?> layout, List<List<String>> fields) {
        layout.fields().stream()
                .filter(field -> !field.guard().isEmpty())
                .forEach(field -> fields.add(List.of(where, field.name(), field.guard())));
    }

    @Test
    void servesTheDocumentedRequests() throws Exception {
        List<List<String>> rows = table("| example request |");
        assertThat(rows).hasSizeGreaterThan(20);
        KerberosClient client = client();
        List<List<String>> served = new ArrayList<>();

        for (List<String> row : rows) {
            // Each under its own session key, because the realm refuses equal requests of one time.
            try (ServiceSession session = client.openSession(token(client))) {
                served.add(served(row.get(0), session));
            }
        }

        assertThat(served).containsExactlyElementsOf(rows);
    }

    private static List<String> served(String request, ServiceSession session) {
        try {
            return List.of(request, session.request(request).replace('\n', ','), "");
        } catch (ClientException e) {
            return List.of(
                    request, "", String.valueOf(e.code().map(ErrorCode::number).orElse(0)));
        }
    }

    private static void time() throws Exception {
        Bytes last = Bytes.ofHex("%016x".formatted(253_402_300_799_999L));

        assertThat(FieldTypes.TIME.decode(last.toArray(), "TS")).isEqualTo("9999-12-31T23:59:59.999Z");
        assertThatThrownBy(() -> FieldTypes.TIME.decode(
                        Bytes.ofHex("%016x".formatted(253_402_300_800_000L)).toArray(), "TS"))
                .isInstanceOf(hallpass.wire.FieldType.InvalidValueException.class);
    }

    private static void pipelining() throws Exception {
        try (Connection service = new Connection(Party.SERVICE)) {
            CachedToken token = token(client());
            List<Message> requests = new ArrayList<>(List.of(apReq(token, 1)));
            for (int i = 0; i < 50; i++) {
                requests.add(serviceReq(token, "memo", 2 + i));
            }
            requests.add(new StatusReq());

            service.send(requests.stream().map(MessageType::encode).toArray(Frame[]::new));

            for (Message request : requests) {
                assertThat(service.read().type())
                        .isEqualTo(request.type().reply().orElseThrow());
            }
        }
    }

    private static void errorsAreNotAnswered() throws Exception {
        try (Connection as = new Connection(Party.AS)) {
            for (String body : List.of("", "00020001", "0002ffff00080000019b796e20380000")) {
                as.send(new Frame(MessageType.ERROR.number(), Bytes.ofHex(body)));
            }
            as.send(MessageType.encode(new StatusReq()));

            assertThat(as.read().type()).isEqualTo(MessageType.STATUS_REP);
        }
    }

    private static void everyApRequestEndsTheAuthentication() throws Exception {
        CachedToken token = token(client());
        for (Frame failing : List.of(
                new Frame(MessageType.AP_REQ.number(), Bytes.EMPTY),
                new Frame(MessageType.AP_REQ.number(), Bytes.ofHex("0001aa0000")))) {
            try (Connection service = new Connection(Party.SERVICE)) {
                service.send(MessageType.encode(apReq(token, 100)), failing);
                assertThat(service.read().type()).isEqualTo(MessageType.AP_REP);
                assertThat(service.read()).isInstanceOf(ErrorMessage.class);
                service.send(MessageType.encode(serviceReq(token, "memo", 101)));
                assertThat(service.read())
                        .isInstanceOfSatisfying(
                                ErrorMessage.class,
                                error -> assertThat(error.code()).isEqualTo(ErrorCode.KRB_AP_ERR_MSG_TYPE));
            }
            token = token(client());
        }
    }

    private static void preAuthenticationIsAlwaysPresent() throws Exception {
        byte[] body = MessageType.encode(asReq(Bytes.EMPTY)).body().toArray();

        assertThat(askAs(new Frame(MessageType.AS_REQ.number(), Bytes.of(body))))
                .isEmpty();
        assertThat(askAs(new Frame(MessageType.AS_REQ.number(), Bytes.of(Arrays.copyOf(body, body.length - 2)))))
                .contains(ErrorCode.HP_ERR_MALFORMED);
    }

    /** The realm has a guard that the client's configuration lacks. */
    private static void clientRefusesShareWithoutGuard() throws Exception {
        try (RealmServer guarded = RealmServer.builder()
                .guards(Guard.SALTED_KDF, Guard.PREAUTH)
                .user(ALICE.text(), "correct horse")
                .servers(Party.AS)
                .start()) {
            RealmConfig config = RealmConfig.parse(
                    "guards = [\"salted-kdf\"]\n[routes]\nas = \"127.0.0.1:"
                            + guarded.address(Party.AS).getPort() + "\"\n",
                    "test");
            KerberosClient client =
                    new KerberosClient(new ClientSettings(config, guarded.clock(), Randomness.secure(), Trace.NONE));

            assertThatThrownBy(() -> client.login(ALICE, "correct horse"::toCharArray))
                    .isInstanceOfSatisfying(
                            ClientException.class,
                            e -> assertThat(e.error())
                                    .isInstanceOfSatisfying(
                                            ClientError.UnreadableReply.class,
                                            error -> assertThat(error.problem())
                                                    .contains("share belongs to the guard preauth")));
        }
    }

    private static void preAuthenticationIsRefusedWithoutGuard() throws Exception {
        assertThat(askAs(MessageType.encode(asReq(Bytes.ofHex("00"))))).contains(ErrorCode.KDC_ERR_PADATA_TYPE_NOSUPP);
    }

    private static void equalTimesAreReplays() throws Exception {
        CachedToken token = token(client());
        for (Optional<ErrorCode> expected :
                List.of(Optional.<ErrorCode>empty(), Optional.of(ErrorCode.KRB_AP_ERR_REPEAT))) {
            try (Connection service = new Connection(Party.SERVICE)) {
                service.send(MessageType.encode(apReq(token, 200)));
                assertThat(codeOf(service.read())).isEqualTo(expected);
            }
        }
    }

    private static void refusedResourceIsNotReplay() throws Exception {
        CachedToken token = token(client());
        try (Connection service = new Connection(Party.SERVICE)) {
            Frame refused = MessageType.encode(serviceReq(token, "nothing", 301));
            service.send(MessageType.encode(apReq(token, 300)), refused, refused);
            service.read();
            assertThat(codeOf(service.read())).contains(ErrorCode.HP_ERR_NO_SUCH_RESOURCE);
            assertThat(codeOf(service.read())).contains(ErrorCode.HP_ERR_NO_SUCH_RESOURCE);
        }
    }

    private static void keySizes() {
        for (Profile profile : List.of(Profile.CLASSIC, Profile.HARDENED)) {
            Sealer sealer = new Sealer(profile.cipherSuite());
            SymmetricKey key = sealer.newKey("K", Randomness.secure());
            SymmetricKey other = SymmetricKey.of("new key", new byte[48 - key.size()]);
            Sealed<KeyUpdateReqPart> sealed =
                    sealer.seal(KeyUpdateReqPart.PART, new KeyUpdateReqPart(other, NOON), key, Trace.NONE);

            RefusalAssertions.assertRefused(
                    ErrorCode.KRB_AP_ERR_MODIFIED, () -> sealer.open(KeyUpdateReqPart.PART, sealed, key, Trace.NONE));
        }
    }

    private static void triesEveryKey() throws Refusal {
        Sealer sealer = new Sealer(Profile.HARDENED.cipherSuite());
        SymmetricKey older = sealer.newKey("older", Randomness.secure());
        SymmetricKey newest = sealer.newKey("newest", Randomness.secure());
        KeyRing ring = new KeyRing() {
            @Override
            public SymmetricKey newest() {
                return newest;
            }

            @Override
            public List<SymmetricKey> others() {
                return List.of(older);
            }
        };
        ApRepPart part = new ApRepPart(NOON);

        for (SymmetricKey key : List.of(older, newest)) {
            assertThat(sealer.open(
                            ApRepPart.PART, sealer.seal(ApRepPart.PART, part, key, Trace.NONE), ring, Trace.NONE))
                    .isEqualTo(part);
        }
        RefusalAssertions.assertRefused(
                ErrorCode.KRB_AP_ERR_BAD_INTEGRITY,
                () -> sealer.open(ApRepPart.PART, new Sealed<>(Bytes.EMPTY), ring, Trace.NONE));
    }

    private static void quotas() {
        assertThat(NoteLimits.DEFAULT).isEqualTo(new NoteLimits(100, 4096));
        assertThat(NoteLimits.MAX_NAME_BYTES).isEqualTo(128);
    }

    private static void profileInStatus() {
        assertThat(Profile.CLASSIC.withGuards(EnumSet.of(Guard.REPLAY_CACHE, Guard.AEAD)))
                .hasToString("classic + aead + replay-cache");
        assertThat(Profile.HARDENED).hasToString("hardened");
        List<String> inTableOrder =
                table("| guard |").stream().map(row -> row.get(0)).toList();
        assertThat(Profile.CLASSIC.withGuards(EnumSet.allOf(Guard.class)))
                .hasToString("classic + " + String.join(" + ", inTableOrder));
    }

    private static Optional<ErrorCode> askAs(Frame request) throws Exception {
        try (Connection as = new Connection(Party.AS)) {
            as.send(request);
            return codeOf(as.read());
        }
    }

    private static Optional<ErrorCode> codeOf(Message reply) {
        return reply instanceof ErrorMessage error ? Optional.of(error.code()) : Optional.empty();
    }

    private static AsReq asReq(Bytes preAuthentication) {
        return new AsReq(ALICE, realm.config().tgsName(), new Nonce(1), NOON, preAuthentication);
    }

    private static Message apReq(CachedToken token, int millis) throws Refusal {
        return new ApExchangeClient(realm.config().sealer())
                .createRequest(token, contextAt(millis))
                .request();
    }

    private static Message serviceReq(CachedToken token, String request, int millis) {
        return new ServiceExchangeClient(realm.config().sealer(), realm.config().clockSkew())
                .createRequest(token, request, contextAt(millis));
    }

    private static ExchangeContext contextAt(int millis) {
        return new ExchangeContext(NOON.plusMillis(millis), "127.0.0.1", Trace.NONE);
    }

    private static KerberosClient client() {
        RealmConfig config = realm.config();
        return new KerberosClient(new ClientSettings(config, realm.clock(), Randomness.secure(), Trace.NONE));
    }

    private static CachedToken token(KerberosClient client) throws ClientException {
        return client.requestToken(
                client.login(ALICE, "correct horse"::toCharArray),
                realm.config().serviceName());
    }

    /** A connection that sends any bytes. */
    private static final class Connection implements AutoCloseable {
        private final Socket socket;

        Connection(Party party) throws IOException {
            socket = new Socket(
                    realm.address(party).getAddress(), realm.address(party).getPort());
            socket.setSoTimeout(30_000);
        }

        void send(Frame... frames) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (Frame frame : frames) {
                bytes.writeBytes(frame.encode());
            }
            socket.getOutputStream().write(bytes.toByteArray());
        }

        Message read() throws IOException, DecodeException {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] content = new byte[in.readInt()];
            in.readFully(content);
            return MessageType.decode(
                    new Frame(content[0] & 0xff, Bytes.of(Arrays.copyOfRange(content, 1, content.length))));
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static String seconds(Duration duration) {
        return duration.toSeconds() + " s";
    }

    /** The rows of the first table whose header starts so. Code may begin and end with a space. */
    private static List<List<String>> table(String header) {
        return DOCUMENT.stream()
                .dropWhile(line -> !line.startsWith(header))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> Arrays.stream(line.substring(1, line.length() - 1).split("\\|", -1))
                        .map(cell -> cell.strip().replace("`", ""))
                        .toList())
                .toList();
    }

    private static List<String> document() {
        try {
            return Files.readAllLines(Path.of("..", "..", "docs", "protocol.md"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
