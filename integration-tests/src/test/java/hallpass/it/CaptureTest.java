package hallpass.it;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.adversary.Adversary;
import hallpass.adversary.Passing;
import hallpass.client.ClientSetting;
import hallpass.client.credential.HeldSession;
import hallpass.client.credential.HeldTicket;
import hallpass.client.credential.HeldToken;
import hallpass.crypto.Randomness;
import hallpass.message.MessageType;
import hallpass.message.PrincipalName;
import hallpass.pki.CertificateCheck;
import hallpass.protocol.Principal;
import hallpass.realm.KeyTable;
import hallpass.realm.PemFiles;
import hallpass.realm.RealmConfig;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.store.PrincipalStore;
import hallpass.trace.Party;
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

/** All that crosses the wire in a whole session, as somebody who listens sees it. */
class CaptureTest {
    private static final String OLD_PASSWORD = LabFolder.ALICE_PASSWORD;
    private static final String NEW_PASSWORD = "Zwölf Boxkämpfer jagen Eva quer";
    private static final String NOTE = "the safe's combination is 17-4-33";

    /** What only a test can know: all random bytes that any party asked for. */
    private static final List<byte[]> ROLLED = new ArrayList<>();

    private static final Adversary LISTENER = new Adversary(InstantSource.system());
    private static final Map<String, byte[]> SECRETS = new LinkedHashMap<>();
    private static List<Passing> captured = List.of();
    /** All frames, one after another. */
    private static String wire = "";

    private static byte[] serial = {};

    @BeforeAll
    static void captureASession(@TempDir Path temporary) throws Exception {
        // With the guard, so that the client asks after the certificate too.
        LabFolder folder = LabFolder.in(temporary.resolve("realm"), Map.of("guards", "revocation"));
        folder.leadThrough(LISTENER);
        try (RealmInProcess realm = new RealmInProcess(folder)) {
            for (Party server : Party.SERVERS) {
                realm.start(server, folder.config().address(server), CaptureTest::rolled);
            }
            realm.awaitReady(Party.APP);
            keepStoredSecrets(folder);
            serial = serial(folder);
            playWholeSession(realm);
            keepStoredSecrets(folder);
        }
        captured = LISTENER.recording().all();
        wire = captured.stream()
                .map(recorded -> oneCharacterEach(recorded.frame().toArray()))
                .collect(Collectors.joining());
    }

    @AfterAll
    static void stopListening() {
        LISTENER.close();
    }

    private static byte[] rolled(int count) {
        byte[] bytes = Randomness.secure().bytes(count);
        synchronized (ROLLED) {
            ROLLED.add(bytes.clone());
        }
        return bytes;
    }

    private static void playWholeSession(RealmInProcess realm) throws Exception {
        ClientSetting setting = realm.setting();
        LabClient client = new LabClient(
                realm.folder(),
                new ClientSetting(setting.config(), setting.clock(), CaptureTest::rolled, setting.trace()));
        HeldTicket ticket = client.login();
        HeldToken token = client.token(ticket);
        assertThat(client.kerberos().request(token, "memo")).isEqualTo(LabFolder.MEMO);
        client.kerberos().request(token, "notes put safe " + NOTE);
        assertThat(client.kerberos().request(token, "notes get safe")).isEqualTo(NOTE);
        assertThat(client.updateKey(LabFolder.ALICE, OLD_PASSWORD, NEW_PASSWORD))
                .isEqualTo(2);
        HeldTicket newTicket = client.login(LabFolder.ALICE, NEW_PASSWORD);
        HeldSession session = client.register();
        CertificateCheck authority = PemFiles.trusting(realm.folder().open().authorityCertificate(Party.CLIENT));
        assertThat(client.pki().revocationList(authority, 0).revoked()).isEmpty();
        assertThat(client.pki().request(session, "memo")).isEqualTo(LabFolder.MEMO);
        SECRETS.put("K_c,tgs", ticket.sessionKey().exposeMaterial());
        SECRETS.put("K_c,s", token.sessionKey().exposeMaterial());
        SECRETS.put("K_c,tgs after the key update", newTicket.sessionKey().exposeMaterial());
        SECRETS.put("K_sess", session.sessionKey().exposeMaterial());
    }

    /** The last 16 bytes: a sign byte may stand before them. */
    private static byte[] serial(LabFolder folder) throws RealmProblem {
        byte[] serial = PemFiles.certificate(folder.open().serverCertificate())
                .getSerialNumber()
                .toByteArray();
        return Arrays.copyOfRange(serial, serial.length - 16, serial.length);
    }

    private static void keepStoredSecrets(LabFolder folder) throws Exception {
        RealmFolder realm = folder.open();
        RealmConfig config = realm.config();
        try (PrincipalStore principals = folder.principals()) {
            for (PrincipalName name : List.of(
                    LabFolder.ALICE, config.ticketGrantingName(), RealmConfig.KEY_UPDATE, config.serviceName())) {
                Principal.Key key = principals.find(name).orElseThrow().key();
                SECRETS.put(name + " v" + key.version(), key.value().exposeMaterial());
            }
        }
        for (KeyTable.Entry entry : KeyTable.read(realm.serviceKeys()).entries()) {
            SECRETS.put("key table", entry.key().exposeMaterial());
        }
        keepPrivateKey("SK_ca", PemFiles.privateKey(realm.authorityKey()));
        keepPrivateKey("SK_s", PemFiles.privateKey(realm.serverKey()));
        SECRETS.put("the old password", OLD_PASSWORD.getBytes(StandardCharsets.UTF_8));
        SECRETS.put("the new password", NEW_PASSWORD.getBytes(StandardCharsets.UTF_8));
        SECRETS.put("the memo", LabFolder.MEMO.getBytes(StandardCharsets.UTF_8));
        SECRETS.put("a word of the memo", "cis3319".getBytes(StandardCharsets.UTF_8));
        SECRETS.put("the note", NOTE.getBytes(StandardCharsets.UTF_8));
    }

    private static void keepPrivateKey(String name, RSAPrivateCrtKey key) {
        SECRETS.put(name + "'s exponent", key.getPrivateExponent().toByteArray());
        SECRETS.put(name + "'s p", key.getPrimeP().toByteArray());
        SECRETS.put(name + "'s q", key.getPrimeQ().toByteArray());
        SECRETS.put(name + "'s dP", key.getPrimeExponentP().toByteArray());
        SECRETS.put(name + "'s dQ", key.getPrimeExponentQ().toByteArray());
    }

    /** That no classic client sends. */
    private static final Set<MessageType> OF_GUARDS =
            EnumSet.of(MessageType.PRE_AUTHENTICATION_REQ, MessageType.PRE_AUTHENTICATION_REP);

    @Test
    void hasEveryMessageOfBothProtocols() throws Exception {
        Set<MessageType> seen = EnumSet.noneOf(MessageType.class);
        for (Passing recorded : captured) {
            seen.add(MessageType.of(recorded.frame().type()));
        }

        assertThat(seen)
                .containsAll(Arrays.stream(MessageType.values())
                        .filter(type -> type.label().matches("[KP]\\d+"))
                        .filter(type -> !OF_GUARDS.contains(type))
                        .toList());
    }

    @Test
    void everyFrameReadsAsAMessageAndIsWrittenBackToTheSameBytes() throws Exception {
        // What is no frame is not passed on, and the session would have stopped there.
        for (Passing recorded : captured) {
            assertThat(MessageType.encode(MessageType.decode(recorded.frame()))).isEqualTo(recorded.frame());
        }
    }

    @Test
    void showsNoPasswordNoKeyAndNoData() {
        assertThat(SECRETS).hasSizeGreaterThan(20);

        SECRETS.forEach(CaptureTest::assertNowhere);
    }

    @Test
    void showsNoKeyThatAnybodyRolled() {
        // A nonce, of 8 bytes, is public. So is a certificate's serial, whose first bit is fixed.
        List<byte[]> keys = ROLLED.stream()
                .filter(bytes -> bytes.length == 16)
                .filter(bytes -> !Arrays.equals(bytes, 1, 16, serial, 1, 16))
                .toList();

        // K_tmp1; one at each of three logins and for each of two tokens; K_tmp2 and K_sess.
        assertThat(keys).hasSize(8);
        keys.forEach(key -> assertNowhere("a key of 16 bytes", key));
    }

    /** Would find something if it were there. */
    @Test
    void findsWhatIsReallyThere() {
        assertThat(isOnTheWire("alice".getBytes(StandardCharsets.UTF_8))).isTrue();
        assertThat(isOnTheWire("krbtgt/HALLPASS.TEST".getBytes(StandardCharsets.UTF_8)))
                .isTrue();
        assertThat(isOnTheWire("ID-Server".getBytes(StandardCharsets.UTF_8))).isTrue();
    }

    private static void assertNowhere(String what, byte[] secret) {
        encodings(secret)
                .forEach((encoding, bytes) -> assertThat(isOnTheWire(bytes))
                        .as(what + " in " + encoding)
                        .isFalse());
    }

    private static Map<String, byte[]> encodings(byte[] secret) {
        Map<String, byte[]> encodings = new LinkedHashMap<>();
        String hex = HexFormat.of().formatHex(secret);
        encodings.put("plain bytes", secret);
        encodings.put("reverse", reversed(secret));
        encodings.put("hex", ascii(hex));
        encodings.put("capital hex", ascii(hex.toUpperCase(Locale.ROOT)));
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

    /** What is the same whatever stands before and behind, if the secret begins {@code shift} bytes into a group. */
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

    private static boolean isOnTheWire(byte[] bytes) {
        return wire.contains(oneCharacterEach(bytes));
    }

    /** ISO 8859-1 has a character for every byte. */
    private static String oneCharacterEach(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
