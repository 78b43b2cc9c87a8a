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
 * One example of every message, from one story with fixed keys, times and nonces. {@code docs/protocol.md} shows them
 * byte by byte, and the tests take them as samples of good messages.
 */
public final class WorkedExamples {
    /**
     * A message and what is sealed in it, in the order of its fields.
     */
    public record Example(Message message, List<Inside> insides) {}

    /**
     * A sealed part, open.
     *
     * @param key empty for an RSA part, whose ciphertext is a placeholder
     */
    public record Inside(Part<?> part, Bytes plaintext, Bytes ciphertext, Optional<SymmetricKey> key) {}

    private static final PrincipalName ALICE = new PrincipalName("alice");
    private static final PrincipalName TGS = PrincipalName.ticketGranting("HALLPASS.TEST");
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
    private final List<Example> examples = new ArrayList<>();
    private List<Inside> insides = new ArrayList<>();

    private WorkedExamples() {
        for (String label : List.of(
                "K_c", "K_tgs", "K_s", "K_k", "K_c,tgs", "K_c,s", "K_c,k", "new key", "K_tmp1", "K_tmp2", "K_sess")) {
            keys.put(label, SymmetricKey.of(label, countingFrom(16 * keys.size(), 16)));
        }
        kerberos();
        keyUpdate();
        pki();
        others();
    }

    /** In the order of the messages' numbers. */
    public static List<Example> all() {
        return List.copyOf(new WorkedExamples().examples);
    }

    /** The keys by the names that the document gives them. */
    public static Map<String, SymmetricKey> keys() {
        return new WorkedExamples().keys;
    }

    private void kerberos() {
        say(new AsReq(ALICE, TGS, N1, at(0), Bytes.EMPTY));

        Duration ticketLife = Duration.ofHours(10);
        AsRepPart asRepPart = new AsRepPart(key("K_c,tgs"), TGS, at(1), ticketLife, N1);
        Ticket ticket = new Ticket(key("K_c,tgs"), ALICE, ADDRESS, TGS, at(1), ticketLife);
        AsRep asRep = new AsRep(seal(AsRepPart.PART, asRepPart, "K_c"), seal(Ticket.PART, ticket, "K_tgs"));
        say(asRep);

        say(new TgsReq(
                DESK,
                N2,
                asRep.ticket(),
                seal(PresentedTicket.PART, new PresentedTicket(asRep.ticket(), ALICE), "K_c,tgs"),
                seal(Authenticator.FOR_TGS, new Authenticator(ALICE, at(2)), "K_c,tgs")));

        Duration tokenLife = Duration.ofSeconds(35_998);
        TgsRepPart tgsRepPart = new TgsRepPart(key("K_c,s"), DESK, at(3), tokenLife, N2);
        Token token = new Token(key("K_c,s"), ALICE, ADDRESS, DESK, at(3), tokenLife);
        TgsRep tgsRep = new TgsRep(seal(TgsRepPart.PART, tgsRepPart, "K_c,tgs"), seal(Token.PART, token, "K_s"));
        say(tgsRep);

        Authenticator authenticator = new Authenticator(ALICE, at(4));
        say(new ApReq(tgsRep.token(), seal(Authenticator.FOR_SERVICE, authenticator, "K_c,s")));
        say(new ApRep(seal(Proof.PART, new Proof(authenticator.sentAt().plusMillis(1)), "K_c,s")));
        say(new ServiceReq(seal(RequestPart.FOR_SERVICE, new RequestPart("memo", at(5)), "K_c,s")));
        say(new ServiceRep(seal(ReplyDataPart.FOR_SERVICE, new ReplyDataPart(MEMO, at(6)), "K_c,s")));
    }

    private void keyUpdate() {
        Token token = new Token(key("K_c,k"), ALICE, ADDRESS, KEY_UPDATE, at(7), Duration.ofSeconds(35_994));
        Authenticator authenticator = new Authenticator(ALICE, at(8));
        say(new KeyUpdateReq(
                seal(Token.PART, token, "K_k"),
                seal(Authenticator.FOR_KEY_UPDATE, authenticator, "K_c,k"),
                seal(NewKeyPart.PART, new NewKeyPart(key("new key"), at(8)), "K_c,k")));
        KeyUpdatePart part = new KeyUpdatePart(2, authenticator.sentAt().plusMillis(1));
        say(new KeyUpdateRep(seal(KeyUpdatePart.PART, part, "K_c,k")));
        say(new PreAuthenticationReq(ALICE));
        say(new PreAuthenticationRep("pbkdf2-sha256:600000:c0c1c2c3c4c5c6c7c8c9cacbcccdcecf", standIn("share")));
    }

    private void pki() {
        say(new ServerRegistrationReq(
                sealTo(ServerRegistration.PART, new ServerRegistration(key("K_tmp1"), SERVER, at(10)))));
        IssuedCertificate issued = new IssuedCertificate(
                standIn("PK_s"), SecretBytes.of(standIn("SK_s").toArray()), standIn("Cert_s"), SERVER, at(11));
        say(new ServerRegistrationRep(seal(IssuedCertificate.PART, issued, "K_tmp1")));
        say(new CertificateReq(SERVER, at(12)));
        say(new CertificateRep(standIn("PK_s"), standIn("Cert_s"), at(13)));
        say(new ClientRegistrationReq(sealTo(
                ClientRegistration.PART, new ClientRegistration(key("K_tmp2"), CLIENT, ADDRESS, 40_000, at(14)))));
        SessionPart session = new SessionPart(key("K_sess"), Duration.ofDays(1), CLIENT, at(15));
        say(new ClientRegistrationRep(seal(SessionPart.PART, session, "K_tmp2")));
        say(new PkiServiceReq(CLIENT, seal(RequestPart.FOR_PKI, new RequestPart("memo", at(16)), "K_sess")));
        say(new PkiServiceRep(seal(ReplyDataPart.FOR_PKI, new ReplyDataPart(MEMO, at(17)), "K_sess")));
        say(new RevocationListReq(0));
        Bytes list = standIn("list");
        say(new RevocationListRep(7L, list.size(), 0, list));
        say(new RevocationReq(Bytes.ofHex("8f3a0000000000000000000000000001"), N11));
        say(new RevocationRep(standIn("OCSP response")));
    }

    private void others() {
        say(new StatusReq());
        say(new StatusRep("as", TGS.text(), at(18), "classic", "0.1.0", "ready", 3L));
        ErrorCode code = ErrorCode.KDC_ERR_C_PRINCIPAL_UNKNOWN;
        say(new ErrorMessage(code, at(19), code.sentence()));
    }

    private SymmetricKey key(String label) {
        return Optional.ofNullable(keys.get(label)).orElseThrow();
    }

    private <T extends Record> Sealed<T> seal(Part<T> part, T value, String label) {
        byte[] plaintext = part.layout().encode(value);
        Bytes ciphertext = Bytes.of(suite.seal(key(label), part.usage(), () -> new byte[0], plaintext));
        insides.add(new Inside(part, Bytes.of(plaintext), ciphertext, Optional.of(key(label))));
        return new Sealed<>(ciphertext);
    }

    private <T extends Record> RsaSealed<T> sealTo(Part<T> part, T value) {
        Bytes placeholder = Bytes.of(countingFrom(0, 256));
        insides.add(new Inside(part, Bytes.of(part.layout().encode(value)), placeholder, Optional.empty()));
        return new RsaSealed<>(placeholder);
    }

    private void say(Message message) {
        examples.add(new Example(message, List.copyOf(insides)));
        insides = new ArrayList<>();
    }

    private static Bytes standIn(String name) {
        return Bytes.of((name + " in DER").getBytes(StandardCharsets.US_ASCII));
    }

    private static Instant at(int second) {
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
