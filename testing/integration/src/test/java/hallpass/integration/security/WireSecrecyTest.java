package hallpass.integration.security;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.adversary.Adversary;
import hallpass.adversary.RecordedFrame;
import hallpass.client.ClientSettings;
import hallpass.client.credential.CachedSession;
import hallpass.client.credential.CachedTicket;
import hallpass.client.credential.CachedToken;
import hallpass.config.Keytab;
import hallpass.config.PemFiles;
import hallpass.config.RealmConfig;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.crypto.Randomness;
import hallpass.integration.harness.InProcessRealm;
import hallpass.integration.harness.RealmFixture;
import hallpass.integration.harness.TestClient;
import hallpass.message.MessageType;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.pki.CertificateValidator;
import hallpass.protocol.Principal;
import hallpass.store.PrincipalStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.interfaces.RSAPrivateCrtKey;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches the recorded frames of a complete session for secrets. */
class WireSecrecyTest {
    private static final String OLD_PASSWORD = RealmFixture.ALICE_PASSWORD;
    private static final String NEW_PASSWORD = "Zwölf Boxkämpfer jagen Eva quer";
    private static final String NOTE = "the safe's combination is 17-4-33";

    /** All random bytes that any party has drawn. */
    private static final List<byte[]> RANDOM_BYTES = new ArrayList<>();

    private static final Adversary LISTENER = new Adversary(InstantSource.system());
    private static final Map<String, byte[]> SECRETS = new LinkedHashMap<>();
    private static List<RecordedFrame> captured = List.of();
    /** All frames, concatenated. */
    private static String wire = "";

    private static byte[] serial = {};

    @BeforeAll
    static void captureSession(@TempDir Path temporary) throws Exception {
        // The guard makes clients query the revocation status too.
        RealmFixture folder = RealmFixture.create(temporary.resolve("realm"), Map.of("guards", "revocation"));
        try (InProcessRealm realm = new InProcessRealm(folder, WireSecrecyTest::recordedRandom)) {
            realm.routeThrough(LISTENER);
            realm.startAll();
            collectStoredSecrets(folder);
            serial = serial(folder);
            runSession(realm);
            collectStoredSecrets(folder);
        }
        captured = LISTENER.recording().all();
        wire = captured.stream()
                .map(recorded -> asLatin1(recorded.frame().encode()))
                .collect(Collectors.joining());
    }

    @AfterAll
    static void stopListening() {
        LISTENER.close();
    }

    private static byte[] recordedRandom(int count) {
        byte[] bytes = Randomness.secure().bytes(count);
        synchronized (RANDOM_BYTES) {
            RANDOM_BYTES.add(bytes.clone());
        }
        return bytes;
    }

    private static void runSession(InProcessRealm realm) throws Exception {
        ClientSettings settings = realm.clientSettings();
        TestClient client = new TestClient(
                realm.folder(),
                new ClientSettings(
                        settings.config(), settings.clock(), WireSecrecyTest::recordedRandom, settings.trace()));
        CachedTicket ticket = client.login();
        CachedToken token = client.token(ticket);
        assertThat(client.kerberos().request(token, "memo")).isEqualTo(RealmFixture.MEMO);
        client.kerberos().request(token, "notes put safe " + NOTE);
        assertThat(client.kerberos().request(token, "notes get safe")).isEqualTo(NOTE);
        assertThat(client.updateKey(RealmFixture.ALICE, OLD_PASSWORD, NEW_PASSWORD))
                .isEqualTo(2);
        CachedTicket newTicket = client.login(RealmFixture.ALICE, NEW_PASSWORD);
        CachedSession session = client.register();
        CertificateValidator authority =
                PemFiles.readTrustedValidator(realm.folder().open().authorityCertificate(Party.CLIENT));
        assertThat(client.pki().fetchCrl(authority, 0).revoked()).isEmpty();
        assertThat(client.pki().request(session, "memo")).isEqualTo(RealmFixture.MEMO);
        SECRETS.put("K_c,tgs", ticket.sessionKey().exposeMaterial());
        SECRETS.put("K_c,s", token.sessionKey().exposeMaterial());
        SECRETS.put("K_c,tgs after the key update", newTicket.sessionKey().exposeMaterial());
        SECRETS.put("K_sess", session.sessionKey().exposeMaterial());
    }

    /** The last 16 bytes, without a sign byte. */
    private static byte[] serial(RealmFixture folder) throws RealmException {
        byte[] serial = PemFiles.readCertificate(folder.open().serverCertificate())
                .getSerialNumber()
                .toByteArray();
        return Arrays.copyOfRange(serial, serial.length - 16, serial.length);
    }

    private static void collectStoredSecrets(RealmFixture folder) throws Exception {
        RealmFolder realm = folder.open();
        RealmConfig config = realm.config();
        try (PrincipalStore principals = folder.principals()) {
            for (PrincipalName name : List.of(
                    RealmFixture.ALICE, config.tgsName(), RealmConfig.KEY_UPDATE_SERVICE, config.serviceName())) {
                Principal.VersionedKey key = principals.find(name).orElseThrow().key();
                SECRETS.put(name + " v" + key.version(), key.value().exposeMaterial());
            }
        }
        for (Keytab.Entry entry : Keytab.read(realm.serviceKeytab()).entries()) {
            SECRETS.put("key table", entry.key().exposeMaterial());
        }
        collectPrivateKey("SK_ca", PemFiles.readPrivateKey(realm.authorityKey()));
        collectPrivateKey("SK_s", PemFiles.readPrivateKey(realm.serverKey()));
        SECRETS.put("the old password", OLD_PASSWORD.getBytes(StandardCharsets.UTF_8));
        SECRETS.put("the new password", NEW_PASSWORD.getBytes(StandardCharsets.UTF_8));
        SECRETS.put("the memo", RealmFixture.MEMO.getBytes(StandardCharsets.UTF_8));
        SECRETS.put("a word of the memo", "cis3319".getBytes(StandardCharsets.UTF_8));
        SECRETS.put("the note", NOTE.getBytes(StandardCharsets.UTF_8));
    }

    private static void collectPrivateKey(String name, RSAPrivateCrtKey key) {
        SECRETS.put(name + "'s exponent", key.getPrivateExponent().toByteArray());
        SECRETS.put(name + "'s p", key.getPrimeP().toByteArray());
        SECRETS.put(name + "'s q", key.getPrimeQ().toByteArray());
        SECRETS.put(name + "'s dP", key.getPrimeExponentP().toByteArray());
        SECRETS.put(name + "'s dQ", key.getPrimeExponentQ().toByteArray());
    }

    /** Not sent in the classic profile. */
    private static final Set<MessageType> GUARD_MESSAGES =
            EnumSet.of(MessageType.PRE_AUTHENTICATION_REQ, MessageType.PRE_AUTHENTICATION_REP);

    @Test
    void capturesEveryMessageType() throws Exception {
        Set<MessageType> seen = EnumSet.noneOf(MessageType.class);
        for (RecordedFrame recorded : captured) {
            seen.add(MessageType.of(recorded.frame().type()));
        }

        assertThat(seen)
                .containsAll(Arrays.stream(MessageType.values())
                        .filter(type -> type.label().matches("[KP]\\d+"))
                        .filter(type -> !GUARD_MESSAGES.contains(type))
                        .toList());
    }

    @Test
    void everyFrameReencodesToSameBytes() throws Exception {
        // The adversary forwards complete frames only, so all bytes are covered.
        for (RecordedFrame recorded : captured) {
            assertThat(MessageType.encode(MessageType.decode(recorded.frame()))).isEqualTo(recorded.frame());
        }
    }

    @Test
    void containsNoSecrets() {
        assertThat(SECRETS).hasSizeGreaterThan(20);

        SECRETS.forEach(WireSecrecyTest::assertNotOnWire);
    }

    @Test
    void containsNoRandomKeys() {
        // Nonces (8 bytes) and serial numbers (first bit fixed) are public.
        List<byte[]> keys = RANDOM_BYTES.stream()
                .filter(bytes -> bytes.length == 16)
                .filter(bytes -> !Arrays.equals(bytes, 1, 16, serial, 1, 16))
                .toList();

        // K_tmp1, the session keys of three logins and two tokens, K_tmp2 and K_sess.
        assertThat(keys).hasSize(8);
        keys.forEach(key -> assertNotOnWire("a key of 16 bytes", key));
    }

    /** Shows that the search works. */
    @Test
    void findsPublicNames() {
        assertThat(isOnWire("alice".getBytes(StandardCharsets.UTF_8))).isTrue();
        assertThat(isOnWire("krbtgt/HALLPASS.TEST".getBytes(StandardCharsets.UTF_8)))
                .isTrue();
        assertThat(isOnWire("ID-Server".getBytes(StandardCharsets.UTF_8))).isTrue();
    }

    private static void assertNotOnWire(String what, byte[] secret) {
        encodings(secret)
                .forEach((encoding, bytes) ->
                        assertThat(isOnWire(bytes)).as(what + " in " + encoding).isFalse());
    }

    private static Map<String, byte[]> encodings(byte[] secret) {
        Map<String, byte[]> encodings = new LinkedHashMap<>();
        String hex = HexFormat.of().formatHex(secret);
        encodings.put("plain bytes", secret);
        encodings.put("reverse", reversed(secret));
        encodings.put("hex", ascii(hex));
        encodings.put("upper-case hex", ascii(hex.toUpperCase(Locale.ROOT)));
        encodings.put("UTF-16", new String(secret, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16BE));
        encodings.put("ISO 8859-1", new String(secret, StandardCharsets.UTF_8).getBytes(StandardCharsets.ISO_8859_1));
        for (int shift = 0; shift < 3; shift++) {
            encodings.put("Base64 from byte " + shift, ascii(base64(secret, shift)));
            encodings.put(
                    "URL Base64 from byte " + shift,
                    ascii(base64(secret, shift).replace('+', '-').replace('/', '_')));
        }
        return encodings;
    }

    /** The part of the encoding that does not depend on adjacent bytes, for an alignment. */
    private static String base64(byte[] secret, int shift) {
        int whole = (secret.length - shift) / 3 * 3;
        return Base64.getEncoder().encodeToString(Arrays.copyOfRange(secret, shift, shift + whole));
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean isOnWire(byte[] bytes) {
        return wire.contains(asLatin1(bytes));
    }

    /** ISO 8859-1 maps every byte to a character. */
    private static String asLatin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
