package hallpass.it;

import static hallpass.it.Failures.assertFails;
import static hallpass.it.Failures.failure;
import static hallpass.it.LabFolder.ALICE;
import static hallpass.it.LabFolder.ALICE_PASSWORD;
import static hallpass.it.LabFolder.BOB;
import static hallpass.it.LabFolder.BOB_PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hallpass.adversary.Adversary;
import hallpass.adversary.Decision;
import hallpass.client.ClientSetting;
import hallpass.client.ExitCode;
import hallpass.client.Failure;
import hallpass.client.credential.HeldSession;
import hallpass.client.credential.HeldTicket;
import hallpass.client.credential.HeldToken;
import hallpass.crypto.Randomness;
import hallpass.crypto.Sealed;
import hallpass.crypto.SymmetricKey;
import hallpass.message.CertificateRep;
import hallpass.message.ErrorCode;
import hallpass.message.MessageType;
import hallpass.message.PrincipalName;
import hallpass.message.Ticket;
import hallpass.message.Token;
import hallpass.pki.CertificateAuthority;
import hallpass.pki.Certificates;
import hallpass.pki.KeyMaterialException;
import hallpass.pki.RsaKeys;
import hallpass.pki.Validity;
import hallpass.realm.KeyTable;
import hallpass.realm.RealmConfig;
import hallpass.realm.RealmProblem;
import hallpass.trace.Party;
import hallpass.trace.Trace;
import hallpass.wire.Bytes;
import java.nio.file.Path;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the client meets when something is wrong, over real sockets. After each of these the servers serve as before. */
class RefusalsTest {
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
    private static final int AES_BLOCK = 16;

    private static RealmInProcess realm;
    private LabClient client;

    @BeforeAll
    static void startRealm(@TempDir Path temporary) throws Exception {
        // Short, so that a test can see a certificate expire without leaving the lifetime of the authority's own.
        LabFolder folder = LabFolder.in(temporary.resolve("realm"), Map.of("pki.certificate-lifetime", "2d"));
        realm = new RealmInProcess(folder).startAll();
    }

    @AfterAll
    static void stopRealm() {
        realm.close();
    }

    @BeforeEach
    void makeClient() throws Exception {
        client = realm.client();
    }

    @AfterEach
    void theServersServeAsBefore() throws Exception {
        realm.setAllClocksRight();
        realm.client().assertBothFlowsWork();
    }

    @Test
    void refusesWrongPassword() {
        Failure failure = failure(() -> client.login(ALICE, "something else"));

        assertThat(failure.sentence())
                .isEqualTo("the password is not the one of \"alice\": type it again with hallpass login alice");
        assertThat(failure.exit()).isEqualTo(ExitCode.REFUSED);
        // ECB has no integrity of its own: padding, layout or nonce give a wrong key away, whichever comes first.
        assertThat(failure.code().orElseThrow())
                .isIn(ErrorCode.KRB_AP_ERR_BAD_INTEGRITY, ErrorCode.KRB_AP_ERR_MODIFIED);
    }

    @Test
    void refusesUnknownUser() {
        assertFails(
                ErrorCode.KDC_ERR_C_PRINCIPAL_UNKNOWN,
                ExitCode.REFUSED,
                "the realm knows no user \"mallory\"",
                () -> client.login(new PrincipalName("mallory"), ALICE_PASSWORD));
    }

    @Test
    void refusesUnknownService() throws Exception {
        HeldTicket ticket = client.login();

        assertFails(
                ErrorCode.KDC_ERR_S_PRINCIPAL_UNKNOWN,
                ExitCode.REFUSED,
                "the realm knows no service \"print/localhost\"",
                () -> client.kerberos().token(ticket, new PrincipalName("print/localhost")));
    }

    @Test
    void doesNotSendAnExpiredTicket() throws Exception {
        HeldTicket ticket = client.login();
        realm.clock(Party.CLIENT).setAhead(Duration.ofHours(11));

        assertFails(
                ErrorCode.KRB_AP_ERR_TKT_EXPIRED,
                ExitCode.NOT_LOGGED_IN,
                "the ticket has expired: log in again with hallpass login alice",
                () -> client.token(ticket));
    }

    @Test
    void tgsRefusesExpiredTicket() throws Exception {
        HeldTicket ticket = client.login();
        realm.clock(Party.CLIENT).setAhead(Duration.ofHours(11));
        realm.clock(Party.TGS).setAhead(Duration.ofHours(11));

        assertFails(
                ErrorCode.KRB_AP_ERR_TKT_EXPIRED,
                ExitCode.NOT_LOGGED_IN,
                "the ticket has expired",
                () -> client.token(prolonged(ticket)));
    }

    @Test
    void serviceRefusesExpiredToken() throws Exception {
        HeldToken token = client.token(client.login());
        realm.clock(Party.CLIENT).setAhead(Duration.ofHours(11));
        realm.clock(Party.SERVICE).setAhead(Duration.ofHours(11));

        assertFails(
                ErrorCode.KRB_AP_ERR_TKT_EXPIRED,
                ExitCode.NOT_LOGGED_IN,
                "the ticket has expired",
                () -> client.kerberos().request(prolonged(token), "memo"));
    }

    @Test
    void refusesTokenForAnotherService() throws Exception {
        PrincipalName other = new PrincipalName("other/localhost");
        realm.folder().addService(other);
        HeldToken token = client.kerberos().token(client.login(), other);

        Failure failure = failure(() -> client.kerberos().request(token, "memo"));

        // One wrong key in some 256 leaves bytes that look padded; then the layout gives it away.
        assertThat(failure.code().orElseThrow())
                .isIn(ErrorCode.KRB_AP_ERR_BAD_INTEGRITY, ErrorCode.KRB_AP_ERR_MODIFIED);
        assertThat(failure.exit()).isEqualTo(ExitCode.PROTOCOL);
        assertThat(failure.sentence()).startsWith("service ");
    }

    @Test
    void refusesTokenForAnotherServiceUnderTheSameKey() throws Exception {
        HeldToken token = client.token(client.login());
        HeldToken forAnother = withToken(
                token,
                sealForDesk(new Token(
                        token.sessionKey(),
                        ALICE,
                        "127.0.0.1",
                        new PrincipalName("other/localhost"),
                        token.issuedAt(),
                        token.lifetime())));

        assertFails(
                ErrorCode.KRB_AP_ERR_NOT_US,
                ExitCode.PROTOCOL,
                "the ticket is for another server",
                () -> client.kerberos().request(forAnother, "memo"));
    }

    @Test
    void tgsRefusesAuthenticatorOfAnotherUser() throws Exception {
        HeldTicket bobs = client.login(BOB, BOB_PASSWORD);
        HeldTicket asAlice = new HeldTicket(
                ALICE, bobs.server(), bobs.sessionKey(), bobs.ticket(), bobs.issuedAt(), bobs.lifetime());

        assertFails(
                ErrorCode.KRB_AP_ERR_BADMATCH,
                ExitCode.PROTOCOL,
                "the ticket and what came with it do not match",
                () -> client.token(asAlice));
    }

    @Test
    void serviceRefusesAuthenticatorOfAnotherUser() throws Exception {
        HeldToken bobs = client.token(client.login(BOB, BOB_PASSWORD));
        HeldToken asAlice =
                new HeldToken(ALICE, bobs.server(), bobs.sessionKey(), bobs.token(), bobs.issuedAt(), bobs.lifetime());

        assertFails(
                ErrorCode.KRB_AP_ERR_BADMATCH,
                ExitCode.PROTOCOL,
                "the ticket and what came with it do not match",
                () -> client.kerberos().request(asAlice, "memo"));
    }

    @Test
    void tgsRefusesEditedTicket() throws Exception {
        HeldTicket ticket = client.login();
        HeldTicket edited = new HeldTicket(
                ticket.client(),
                ticket.server(),
                ticket.sessionKey(),
                new Sealed<Ticket>(withTheThirdBlockFirst(ticket.ticket().ciphertext())),
                ticket.issuedAt(),
                ticket.lifetime());

        assertFails(
                ErrorCode.KRB_AP_ERR_MODIFIED,
                ExitCode.PROTOCOL,
                "found something else than it should hold",
                () -> client.token(edited));
    }

    @Test
    void tgsRefusesShortenedTicket() throws Exception {
        HeldTicket ticket = client.login();
        byte[] whole = ticket.ticket().ciphertext().toArray();
        HeldTicket shortened = new HeldTicket(
                ticket.client(),
                ticket.server(),
                ticket.sessionKey(),
                new Sealed<Ticket>(Bytes.of(Arrays.copyOf(whole, whole.length - 1))),
                ticket.issuedAt(),
                ticket.lifetime());

        assertFails(
                ErrorCode.KRB_AP_ERR_BAD_INTEGRITY,
                ExitCode.PROTOCOL,
                "cannot open what it was sent",
                () -> client.token(shortened));
    }

    @Test
    void serviceRefusesEditedToken() throws Exception {
        HeldToken token = client.token(client.login());
        HeldToken edited = withToken(
                token, new Sealed<Token>(withTheThirdBlockFirst(token.token().ciphertext())));

        assertFails(
                ErrorCode.KRB_AP_ERR_MODIFIED,
                ExitCode.PROTOCOL,
                "found something else than it should hold",
                () -> client.kerberos().request(edited, "memo"));
    }

    @Test
    void refusesRemovedUser() throws Exception {
        PrincipalName carol = new PrincipalName("carol");
        realm.folder().addUser(carol, "a password", Instant.now());
        HeldTicket ticket = client.login(carol, "a password");
        realm.folder().removeUser(carol);

        assertFails(
                ErrorCode.KDC_ERR_CLIENT_REVOKED,
                ExitCode.REFUSED,
                "the account of \"carol\" was removed",
                () -> client.login(carol, "a password"));
        assertFails(
                ErrorCode.KDC_ERR_CLIENT_REVOKED,
                ExitCode.REFUSED,
                "the account of \"carol\" was removed",
                () -> client.token(ticket));
    }

    @Test
    void refusesTicketOfAnAccountThatWasMadeAnew() throws Exception {
        PrincipalName dave = new PrincipalName("dave");
        realm.folder().addUser(dave, "a password", Instant.now().minusSeconds(60));
        HeldTicket ticket = client.login(dave, "a password");
        realm.folder().removeUser(dave);
        realm.folder().addUser(dave, "another password", Instant.now().plusSeconds(60));

        assertFails(
                ErrorCode.KDC_ERR_TGT_REVOKED,
                ExitCode.NOT_LOGGED_IN,
                "the ticket is older than the account of \"dave\"",
                () -> client.token(ticket));
    }

    @ParameterizedTest
    @ValueSource(longs = {10, -10})
    void refusesClientWhoseClockIsTenMinutesOff(long minutes) {
        realm.clock(Party.CLIENT).setAhead(Duration.ofMinutes(minutes));

        assertFails(ErrorCode.KRB_AP_ERR_SKEW, ExitCode.CLOCK, "apart: as has ", () -> client.login());
        assertFails(ErrorCode.KRB_AP_ERR_SKEW, ExitCode.CLOCK, "apart: app has ", () -> client.register());
    }

    @ParameterizedTest
    @EnumSource(
            value = Party.class,
            names = {"AS", "TGS", "SERVICE", "APP"})
    void namesTheServerWhoseClockIsTenMinutesOff(Party server) throws Exception {
        HeldTicket ticket = client.login();
        HeldToken token = client.token(ticket);
        Map<Party, ThrowingCallable> asked = new EnumMap<>(Party.class);
        asked.put(Party.AS, () -> client.login());
        asked.put(Party.TGS, () -> client.token(ticket));
        asked.put(Party.SERVICE, () -> client.kerberos().request(token, "memo"));
        asked.put(Party.APP, () -> client.register());
        realm.clock(server).setAhead(TEN_MINUTES);

        assertFails(ErrorCode.KRB_AP_ERR_SKEW, ExitCode.CLOCK, "apart: " + server.id() + " has ", asked.get(server));
    }

    @Test
    void applicationServerWaitsForAnAuthorityWhoseClockIsTenMinutesOff() throws Exception {
        realm.stop(Party.APP);
        realm.folder().forgetCertificate();
        realm.clock(Party.CA).setAhead(TEN_MINUTES);
        realm.start(Party.APP);

        await().until(() -> !realm.waits(Party.APP).isEmpty());
        assertThat(realm.waits(Party.APP).get(0)).contains("37 KRB_AP_ERR_SKEW");
        assertFails(
                ErrorCode.HP_ERR_NOT_REGISTERED,
                ExitCode.UNAVAILABLE,
                "app has no certificate yet",
                () -> client.register());

        realm.clock(Party.CA).setRight();
        realm.awaitReady(Party.APP);
    }

    @Test
    void refusesEditedCertificate() throws Exception {
        try (Adversary adversary = inFrontOfApp(certificate -> flipped(certificate, certificate.size() - 1))) {
            assertFails(
                    ErrorCode.HP_ERR_CERTIFICATE_SIGNATURE,
                    ExitCode.PROTOCOL,
                    "was not signed by the realm's authority",
                    () -> clientOf(adversary).register());
        }
    }

    @Test
    void refusesCutCertificate() throws Exception {
        UnaryOperator<Bytes> cut = certificate -> Bytes.of(Arrays.copyOf(certificate.toArray(), 100));
        try (Adversary adversary = inFrontOfApp(cut)) {
            assertFails(
                    ErrorCode.HP_ERR_CERTIFICATE_UNREADABLE,
                    ExitCode.PROTOCOL,
                    "is no X.509 certificate",
                    () -> clientOf(adversary).register());
        }
    }

    @Test
    void refusesCertificateOfAnotherAuthority() throws Exception {
        CertificateAuthority other = authority("ID-CA-of-another-realm");
        try (Adversary adversary = inFrontOfApp(certificate -> certifiedBy(other, certificate))) {
            assertFails(
                    ErrorCode.HP_ERR_CERTIFICATE_ISSUER,
                    ExitCode.PROTOCOL,
                    "was issued by another authority",
                    () -> clientOf(adversary).register());
        }
    }

    @Test
    void refusesCertificateOfAnotherAuthorityThatBearsTheSameName() throws Exception {
        CertificateAuthority namesake = authority(realm.config().authorityName().text());
        try (Adversary adversary = inFrontOfApp(certificate -> certifiedBy(namesake, certificate))) {
            assertFails(
                    ErrorCode.HP_ERR_CERTIFICATE_SIGNATURE,
                    ExitCode.PROTOCOL,
                    "was not signed by the realm's authority",
                    () -> clientOf(adversary).register());
        }
    }

    @Test
    void refusesExpiredCertificate() throws Exception {
        realm.clock(Party.CLIENT).setAhead(Duration.ofDays(3));
        realm.clock(Party.APP).setAhead(Duration.ofDays(3));

        assertFails(ErrorCode.HP_ERR_CERTIFICATE_EXPIRED, ExitCode.PROTOCOL, "has expired", () -> client.register());
    }

    @Test
    void refusesCertificateThatIsNotValidYet() throws Exception {
        realm.clock(Party.CLIENT).setAhead(Duration.ofDays(-1));
        realm.clock(Party.APP).setAhead(Duration.ofDays(-1));

        assertFails(ErrorCode.HP_ERR_CERTIFICATE_NYV, ExitCode.CLOCK, "is not valid yet", () -> client.register());
    }

    @Test
    void refusesSessionThatTheServerDoesNotKnow() throws Exception {
        HeldSession session = client.register();
        realm.stop(Party.APP);
        realm.start(Party.APP);
        realm.awaitReady(Party.APP);

        assertFails(
                ErrorCode.HP_ERR_NO_SESSION,
                ExitCode.NOT_LOGGED_IN,
                "register with hallpass pki register",
                () -> client.pki().request(session, "memo"));
    }

    @Test
    void refusesUnknownResourceAtBothDoors() throws Exception {
        HeldToken token = client.token(client.login());
        HeldSession session = client.register();

        assertFails(
                ErrorCode.HP_ERR_NO_SUCH_RESOURCE,
                ExitCode.NOT_SERVED,
                "there is no resource \"gold\"",
                () -> client.kerberos().request(token, "gold"));
        assertFails(
                ErrorCode.HP_ERR_NO_SUCH_RESOURCE,
                ExitCode.NOT_SERVED,
                "there is no resource \"gold\"",
                () -> client.pki().request(session, "gold"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Party.class,
            names = {"AS", "TGS", "SERVICE", "APP"})
    void namesAServerThatIsDown(Party server) throws Exception {
        HeldTicket ticket = client.login();
        HeldToken token = client.token(ticket);
        Map<Party, ThrowingCallable> asked = new EnumMap<>(Party.class);
        asked.put(Party.AS, () -> client.login());
        asked.put(Party.TGS, () -> client.token(ticket));
        asked.put(Party.SERVICE, () -> client.kerberos().request(token, "memo"));
        asked.put(Party.APP, () -> client.register());
        realm.stop(server);

        Failure failure = failure(asked.get(server));

        assertThat(failure.exit()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(failure.sentence())
                .startsWith(server.id() + " cannot be asked: nothing listens on ")
                .contains("scripts/" + server.id() + "-server.sh");
        realm.start(server);
        realm.awaitReady(server);
    }

    @Test
    void servesOnWithoutTheAuthorityOnceItHasItsCertificate() throws Exception {
        realm.stop(Party.CA);

        client.assertBothFlowsWork();

        realm.start(Party.CA);
    }

    private HeldTicket prolonged(HeldTicket ticket) {
        return new HeldTicket(
                ticket.client(),
                ticket.server(),
                ticket.sessionKey(),
                ticket.ticket(),
                ticket.issuedAt(),
                Duration.ofDays(2));
    }

    private HeldToken prolonged(HeldToken token) {
        return new HeldToken(
                token.client(),
                token.server(),
                token.sessionKey(),
                token.token(),
                token.issuedAt(),
                Duration.ofDays(2));
    }

    private static HeldToken withToken(HeldToken token, Sealed<Token> other) {
        return new HeldToken(
                token.client(), token.server(), token.sessionKey(), other, token.issuedAt(), token.lifetime());
    }

    private static Sealed<Token> sealForDesk(Token token) throws Exception {
        RealmConfig config = realm.config();
        Path keys = realm.folder().open().serviceKeys();
        SymmetricKey key =
                KeyTable.read(keys).newest(config.serviceName(), keys).key();
        return config.seals().seal(Token.PART, token, key, Trace.NONE);
    }

    /** The address's middle where the session key should begin: an edit that opens, and can be foretold. */
    private static Bytes withTheThirdBlockFirst(Bytes ciphertext) {
        byte[] edited = ciphertext.toArray();
        System.arraycopy(edited, 2 * AES_BLOCK, edited, 0, AES_BLOCK);
        return Bytes.of(edited);
    }

    private static Bytes flipped(Bytes bytes, int index) {
        byte[] edited = bytes.toArray();
        edited[index] ^= 1;
        return Bytes.of(edited);
    }

    /** Edits the certificate in each P4. */
    private static Adversary inFrontOfApp(UnaryOperator<Bytes> edit) {
        Adversary adversary = new Adversary(InstantSource.system());
        adversary.follow(passing -> passing.message()
                .filter(CertificateRep.class::isInstance)
                .map(CertificateRep.class::cast)
                .map(reply -> new CertificateRep(reply.publicKey(), edit.apply(reply.certificate()), reply.sentAt()))
                .map(edited -> Decision.instead(MessageType.encode(edited)))
                .orElse(Decision.PASS));
        return adversary;
    }

    /** Takes the adversary for the application server. */
    private static LabClient clientOf(Adversary adversary) throws Exception {
        ClientSetting setting = realm.setting();
        return new LabClient(
                realm.folder(),
                new ClientSetting(
                        setting.config()
                                .withRoutes(Party.APP, List.of(adversary.tap(Party.APP, realm.address(Party.APP)))),
                        setting.clock(),
                        setting.randomness(),
                        setting.trace()));
    }

    private static CertificateAuthority authority(String name) {
        return CertificateAuthority.selfSigned(
                new PrincipalName(name),
                RsaKeys.newPair(),
                today(),
                CertificateAuthority.newSerial(Randomness.secure()));
    }

    /** The same name and the same key as in {@code certificate}, certified by somebody else. */
    private static Bytes certifiedBy(CertificateAuthority authority, Bytes certificate) {
        try {
            return Certificates.encode(authority.issue(
                    realm.config().serverName(),
                    (RSAPublicKey) Certificates.decode(certificate).getPublicKey(),
                    today(),
                    CertificateAuthority.newSerial(Randomness.secure())));
        } catch (KeyMaterialException | RealmProblem e) {
            throw new AssertionError(e);
        }
    }

    private static Validity today() {
        return Validity.starting(Instant.now(), Duration.ofDays(1), Duration.ofMinutes(5));
    }
}
