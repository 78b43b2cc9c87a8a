package hallpass.message;

import hallpass.crypto.AesEcb;
import hallpass.crypto.CipherSuite;
import hallpass.crypto.RsaSealed;
import hallpass.crypto.Sealed;
import hallpass.crypto.SecretBytes;
import hallpass.crypto.SymmetricKey;
import hallpass.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One example of every message, from one run with fixed keys, times and nonces. {@code
 * docs/protocol.md} shows them byte by byte; tests use them as valid messages.
 */
public final class WorkedExamples {
    /** A message and its decrypted parts, in wire order. */
    public record WorkedExample(Message message, List<OpenedPart> openedParts) {}

    /**
     * A decrypted part.
     *
     * @param key empty for an RSA part, whose ciphertext is a placeholder
     */
    public record OpenedPart(PartType<?> type, Bytes plaintext, Bytes ciphertext, Optional<SymmetricKey> key) {}

    private static final PrincipalName ALICE = new PrincipalName("alice");
    private static final PrincipalName TGS = PrincipalName.ticketGrantingService("HALLPASS.TEST");
    private static final PrincipalName DESK = new PrincipalName("desk/localhost");
    private static final PrincipalName KEY_UPDATE = new PrincipalName("kadmin/changepw");
    private static final PrincipalName SERVER = new PrincipalName("ID-Server");
    private static final PrincipalName CLIENT = new PrincipalName("ID-Client1");
    private static final String ADDRESS = "127.0.0.1";
    private static final Nonce N1 = new Nonce(0x1111111111111111L);
    private static final Nonce N2 = new Nonce(0x2222222222222222L);
    private static final Nonce N11 = new Nonce(0x3333333333333333L);
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final String MEMO = "take cis3319 class this morning";

    private final Map<String, SymmetricKey> keys = new LinkedHashMap<>();
    private final CipherSuite suite = new AesEcb();
    private final List<WorkedExample> examples = new ArrayList<>();
    private List<OpenedPart> openedParts = new ArrayList<>();

    private WorkedExamples() {
        for (String label : List.of(
                "K_c", "K_tgs", "K_s", "K_k", "K_c,tgs", "K_c,s", "K_c,k", "new key", "K_tmp1", "K_tmp2", "K_sess")) {
            keys.put(label, SymmetricKey.of(label, countingFrom(16 * keys.size(), 16)));
        }
        addKerberosExamples();
        addKeyUpdateExamples();
        addPkiExamples();
        addStatusAndErrorExamples();
    }

    /** In type number order. */
    public static List<WorkedExample> all() {
        return List.copyOf(new WorkedExamples().examples);
    }

    /** The keys by their names in the document. */
    public static Map<String, SymmetricKey> keys() {
        return new WorkedExamples().keys;
    }

    private void addKerberosExamples() {
        add(new AsReq(ALICE, TGS, N1, secondsAfterNoon(0), Bytes.EMPTY));

        Duration ticketLife = Duration.ofHours(10);
        AsRepPart asRepPart = new AsRepPart(key("K_c,tgs"), TGS, secondsAfterNoon(1), ticketLife, N1);
        Ticket ticket = new Ticket(key("K_c,tgs"), ALICE, ADDRESS, TGS, secondsAfterNoon(1), ticketLife);
        AsRep asRep = new AsRep(seal(AsRepPart.PART, asRepPart, "K_c"), seal(Ticket.PART, ticket, "K_tgs"));
        add(asRep);

        add(new TgsReq(
                DESK,
                N2,
                asRep.ticket(),
                seal(PresentedTicket.PART, new PresentedTicket(asRep.ticket(), ALICE), "K_c,tgs"),
                seal(Authenticator.FOR_TGS, new Authenticator(ALICE, secondsAfterNoon(2)), "K_c,tgs")));

        Duration tokenLife = Duration.ofSeconds(35_998);
        TgsRepPart tgsRepPart = new TgsRepPart(key("K_c,s"), DESK, secondsAfterNoon(3), tokenLife, N2);
        Token token = new Token(key("K_c,s"), ALICE, ADDRESS, DESK, secondsAfterNoon(3), tokenLife);
        TgsRep tgsRep = new TgsRep(seal(TgsRepPart.PART, tgsRepPart, "K_c,tgs"), seal(Token.PART, token, "K_s"));
        add(tgsRep);

        Authenticator authenticator = new Authenticator(ALICE, secondsAfterNoon(4));
        add(new ApReq(tgsRep.token(), seal(Authenticator.FOR_SERVICE, authenticator, "K_c,s")));
        add(new ApRep(seal(ApRepPart.PART, new ApRepPart(authenticator.sentAt().plusMillis(1)), "K_c,s")));
        add(new ServiceReq(seal(ServiceReqPart.FOR_SERVICE, new ServiceReqPart("memo", secondsAfterNoon(5)), "K_c,s")));
        add(new ServiceRep(seal(ServiceRepPart.FOR_SERVICE, new ServiceRepPart(MEMO, secondsAfterNoon(6)), "K_c,s")));
    }

    private void addKeyUpdateExamples() {
        Token token =
                new Token(key("K_c,k"), ALICE, ADDRESS, KEY_UPDATE, secondsAfterNoon(7), Duration.ofSeconds(35_994));
        Authenticator authenticator = new Authenticator(ALICE, secondsAfterNoon(8));
        add(new KeyUpdateReq(
                seal(Token.PART, token, "K_k"),
                seal(Authenticator.FOR_KEY_UPDATE, authenticator, "K_c,k"),
                seal(KeyUpdateReqPart.PART, new KeyUpdateReqPart(key("new key"), secondsAfterNoon(8)), "K_c,k")));
        KeyUpdateRepPart part = new KeyUpdateRepPart(2, authenticator.sentAt().plusMillis(1));
        add(new KeyUpdateRep(seal(KeyUpdateRepPart.PART, part, "K_c,k")));
        add(new PreAuthenticationReq(ALICE));
        add(new PreAuthenticationRep("pbkdf2-sha256:600000:c0c1c2c3c4c5c6c7c8c9cacbcccdcecf", placeholder("share")));
    }

    private void addPkiExamples() {
        add(new ServerRegistrationReq(sealToPublicKey(
                ServerRegistrationReqPart.PART,
                new ServerRegistrationReqPart(key("K_tmp1"), SERVER, secondsAfterNoon(10)))));
        ServerRegistrationRepPart issued = new ServerRegistrationRepPart(
                placeholder("PK_s"),
                SecretBytes.of(placeholder("SK_s").toArray()),
                placeholder("Cert_s"),
                SERVER,
                secondsAfterNoon(11));
        add(new ServerRegistrationRep(seal(ServerRegistrationRepPart.PART, issued, "K_tmp1")));
        add(new ServerCertificateReq(SERVER, secondsAfterNoon(12)));
        add(new ServerCertificateRep(placeholder("PK_s"), placeholder("Cert_s"), secondsAfterNoon(13)));
        add(new ClientRegistrationReq(sealToPublicKey(
                ClientRegistrationReqPart.PART,
                new ClientRegistrationReqPart(key("K_tmp2"), CLIENT, ADDRESS, 40_000, secondsAfterNoon(14)))));
        ClientRegistrationRepPart session =
                new ClientRegistrationRepPart(key("K_sess"), Duration.ofDays(1), CLIENT, secondsAfterNoon(15));
        add(new ClientRegistrationRep(seal(ClientRegistrationRepPart.PART, session, "K_tmp2")));
        add(new PkiServiceReq(
                CLIENT, seal(ServiceReqPart.FOR_PKI, new ServiceReqPart("memo", secondsAfterNoon(16)), "K_sess")));
        add(new PkiServiceRep(seal(ServiceRepPart.FOR_PKI, new ServiceRepPart(MEMO, secondsAfterNoon(17)), "K_sess")));
        add(new CrlReq(0));
        Bytes list = placeholder("list");
        add(new CrlRep(7L, list.size(), 0, list));
        add(new RevocationStatusReq(Bytes.ofHex("8f3a0000000000000000000000000001"), N11));
        add(new RevocationStatusRep(placeholder("OCSP response")));
    }

    private void addStatusAndErrorExamples() {
        add(new StatusReq());
        add(new StatusRep("as", TGS.text(), secondsAfterNoon(18), "classic", "0.1.0", "ready", 3L));
        ErrorCode code = ErrorCode.KDC_ERR_C_PRINCIPAL_UNKNOWN;
        add(new ErrorMessage(code, secondsAfterNoon(19), code.description()));
    }

    private SymmetricKey key(String label) {
        return Optional.ofNullable(keys.get(label)).orElseThrow();
    }

    private <T extends Record> Sealed<T> seal(PartType<T> part, T value, String label) {
        byte[] plaintext = part.layout().encode(value);
        Bytes ciphertext = Bytes.of(suite.seal(key(label), part.keyUsage(), () -> new byte[0], plaintext));
        openedParts.add(new OpenedPart(part, Bytes.of(plaintext), ciphertext, Optional.of(key(label))));
        return new Sealed<>(ciphertext);
    }

    private <T extends Record> RsaSealed<T> sealToPublicKey(PartType<T> part, T value) {
        Bytes placeholder = Bytes.of(countingFrom(0, 256));
        openedParts.add(new OpenedPart(part, Bytes.of(part.layout().encode(value)), placeholder, Optional.empty()));
        return new RsaSealed<>(placeholder);
    }

    private void add(Message message) {
        examples.add(new WorkedExample(message, List.copyOf(openedParts)));
        openedParts = new ArrayList<>();
    }

    private static Bytes placeholder(String name) {
        return Bytes.of((name + " in DER").getBytes(StandardCharsets.US_ASCII));
    }

    private static Instant secondsAfterNoon(int second) {
        return NOON.plusSeconds(second);
    }

    private static byte[] countingFrom(int first, int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (first + i);
        }
        return bytes;
    }
}
