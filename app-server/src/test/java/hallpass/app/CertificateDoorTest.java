package hallpass.app;

import static hallpass.app.TestRealm.ADDRESS;
import static hallpass.app.TestRealm.CHECK;
import static hallpass.app.TestRealm.CLIENT;
import static hallpass.app.TestRealm.CLOCKS;
import static hallpass.app.TestRealm.NOW;
import static hallpass.app.TestRealm.OTHER_PAIR;
import static hallpass.app.TestRealm.SEALS;
import static hallpass.app.TestRealm.SERVER;
import static hallpass.app.TestRealm.SERVER_PAIR;
import static hallpass.app.TestRealm.SKEW;
import static hallpass.app.TestRealm.at;
import static hallpass.testkit.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.crypto.RsaOaep;
import hallpass.crypto.RsaSealed;
import hallpass.crypto.Sealed;
import hallpass.crypto.SymmetricKey;
import hallpass.message.CertificateRep;
import hallpass.message.CertificateReq;
import hallpass.message.ClientRegistration;
import hallpass.message.ClientRegistrationRep;
import hallpass.message.ClientRegistrationReq;
import hallpass.message.ErrorCode;
import hallpass.message.Message;
import hallpass.message.PkiServiceRep;
import hallpass.message.PkiServiceReq;
import hallpass.message.PrincipalName;
import hallpass.message.ReplyDataPart;
import hallpass.message.RequestPart;
import hallpass.message.SessionPart;
import hallpass.pki.RsaKeys;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;
import hallpass.protocol.ReplayCache;
import hallpass.testkit.InsecureScriptedRandomness;
import hallpass.testkit.RecordingTrace;
import hallpass.trace.Party;
import hallpass.trace.Trace;
import hallpass.wire.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateDoorTest {
    private static final Duration LIFETIME = Duration.ofDays(1);
    private static final SymmetricKey TEMPORARY = SymmetricKey.of("K_tmp2", new byte[16]);
    private static final List<Instant> TOO_FAR =
            List.of(NOW.plus(SKEW).plusMillis(1), NOW.minus(SKEW).minusMillis(1));

    private final Sessions sessions = new Sessions(2);
    private final Registration registration = new Registration();
    private final CertificateDoor door = door(registration);

    private CertificateDoor door(Registration standing) {
        return new CertificateDoor(
                standing,
                new CertificateExchange(CLOCKS),
                new ClientRegistrationExchange(
                        SEALS,
                        InsecureScriptedRandomness.counting(),
                        sessions,
                        new ClientRegistrationExchange.Policy(CLOCKS, LIFETIME, ReplayCache.OFF)),
                new PkiServiceExchange(SEALS, sessions, CLOCKS, ReplayCache.OFF, CertificateDoorTest::serve));
    }

    @BeforeEach
    void completeRegistration() throws Exception {
        registration.complete(TestRealm.identity());
    }

    @Test
    void showsItsKeyAndCertificate() throws Exception {
        CertificateRep reply = (CertificateRep) door.answer(new CertificateReq(SERVER, NOW), at(NOW));

        assertThat(RsaKeys.publicKey(reply.publicKey())).isEqualTo(SERVER_PAIR.getPublic());
        assertThat(CHECK.accept(reply.certificate(), SERVER, at(NOW))).isEqualTo(SERVER_PAIR.getPublic());
        assertThat(reply.sentAt()).isEqualTo(NOW);
    }

    @Test
    void doesNotAnswerForAnotherServer() {
        assertRefusedAtDoor(new CertificateReq(new PrincipalName("other"), NOW), ErrorCode.HP_ERR_CERTIFICATE_NAME);
    }

    @Test
    void tellsClientWhoseClockIsOffBeforeItJudgesTheCertificate() {
        TOO_FAR.forEach(sentAt -> assertRefusedAtDoor(new CertificateReq(SERVER, sentAt), ErrorCode.KRB_AP_ERR_SKEW));
    }

    @Test
    void opensSessionUnderFreshKey() throws Exception {
        SessionPart session = register(CLIENT, NOW);

        assertThat(session.client()).isEqualTo(CLIENT);
        assertThat(session.lifetime()).isEqualTo(LIFETIME);
        assertThat(session.sentAt()).isEqualTo(NOW);
        assertThat(register(CLIENT, NOW).sessionKey()).isNotEqualTo(session.sessionKey());
    }

    @Test
    void longestNameAndAddressFitOneBlock() throws Exception {
        PrincipalName longest = new PrincipalName("a".repeat(31) + "." + "b".repeat(32));
        String address = "2001:0db8:0000:0000:0000:ffff:192.168.100.228";
        ClientRegistrationReq request = request(new ClientRegistration(TEMPORARY, longest, address, 65_535, NOW));

        assertThat(door.answer(request, new Occasion(NOW, address, Trace.NONE)))
                .isInstanceOf(ClientRegistrationRep.class);
    }

    @Test
    void refusesRegistrationSealedToAnotherKey() {
        assertRefusedAtDoor(
                new ClientRegistrationReq(sealTo(OTHER_PAIR, registrationOf(CLIENT, NOW))),
                ErrorCode.KRB_AP_ERR_BAD_INTEGRITY);
    }

    @Test
    void refusesEditedRegistration() {
        byte[] edited =
                request(registrationOf(CLIENT, NOW)).registration().ciphertext().toArray();
        edited[200] ^= 1;

        assertRefusedAtDoor(
                new ClientRegistrationReq(new RsaSealed<>(Bytes.of(edited))), ErrorCode.KRB_AP_ERR_BAD_INTEGRITY);
        assertRefusedAtDoor(
                new ClientRegistrationReq(new RsaSealed<>(Bytes.EMPTY)), ErrorCode.KRB_AP_ERR_BAD_INTEGRITY);
    }

    @Test
    void refusesRegistrationFromAnotherAddress() {
        assertRefused(
                ErrorCode.KRB_AP_ERR_BADADDR,
                () -> door.answer(request(registrationOf(CLIENT, NOW)), new Occasion(NOW, "127.0.0.2", Trace.NONE)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 65_536})
    void refusesPortThatIsNone(int port) {
        assertRefusedAtDoor(
                request(new ClientRegistration(TEMPORARY, CLIENT, ADDRESS, port, NOW)), ErrorCode.KRB_AP_ERR_BADADDR);
    }

    @Test
    void refusesRegistrationWhoseClockIsOff() {
        TOO_FAR.forEach(
                sentAt -> assertRefusedAtDoor(request(registrationOf(CLIENT, sentAt)), ErrorCode.KRB_AP_ERR_SKEW));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b",
                "a\u0007b",
                "a\nb",
                "ä",
                "a/b",
                "a2345678901234567890123456789012345678901234567890123456789012345"
            })
    void refusesNameThatNoClientCanHave(String name) {
        assertRefusedAtDoor(request(registrationOf(new PrincipalName(name), NOW)), ErrorCode.HP_ERR_NAME_NOT_ALLOWED);
        assertThat(sessions.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 129})
    void refusesNameThatIsEmptyOrTooLongForTheWire(int length) {
        byte[] plaintext = ByteBuffer.allocate(18 + 2 + length + 2 + ADDRESS.length() + 6 + 10)
                .putShort((short) 16)
                .put(new byte[16])
                .putShort((short) length)
                .put("a".repeat(length).getBytes(StandardCharsets.UTF_8))
                .putShort((short) ADDRESS.length())
                .put(ADDRESS.getBytes(StandardCharsets.UTF_8))
                .putShort((short) 4)
                .putInt(50_000)
                .putShort((short) 8)
                .putLong(NOW.toEpochMilli())
                .array();
        Bytes ciphertext = Bytes.of(RsaOaep.seal((RSAPublicKey) SERVER_PAIR.getPublic(), plaintext));

        assertRefusedAtDoor(new ClientRegistrationReq(new RsaSealed<>(ciphertext)), ErrorCode.KRB_AP_ERR_MODIFIED);
    }

    @Test
    void isBusyWhenTheTableIsFull() throws Exception {
        register(new PrincipalName("a"), NOW);
        register(new PrincipalName("b"), NOW);

        assertRefusedAtDoor(request(registrationOf(CLIENT, NOW)), ErrorCode.HP_ERR_BUSY);
    }

    @Test
    void servesClientWithSession() throws Exception {
        SessionPart session = register(CLIENT, NOW);

        assertThat(ask(CLIENT, session.sessionKey(), NOW)).isEqualTo(new ReplyDataPart("memo for ID-Client1", NOW));
    }

    @Test
    void servesUpToTheLastInstantOfSessionAndRefusesAtItsExpiry() throws Exception {
        SessionPart session = register(CLIENT, NOW);
        Instant expiry = NOW.plus(LIFETIME);

        assertThat(ask(CLIENT, session.sessionKey(), expiry.minusMillis(1)).data())
                .isEqualTo("memo for ID-Client1");
        assertRefused(ErrorCode.HP_ERR_SESSION_EXPIRED, () -> ask(CLIENT, session.sessionKey(), expiry));
    }

    @Test
    void refusesClientWithoutSession() {
        assertRefused(ErrorCode.HP_ERR_NO_SESSION, () -> ask(CLIENT, TEMPORARY, NOW));
    }

    @Test
    void refusesRequestUnderTheKeyOfFormerSession() throws Exception {
        SessionPart former = register(CLIENT, NOW);
        SessionPart newer = register(CLIENT, NOW);

        assertRefused(ErrorCode.KRB_AP_ERR_BAD_INTEGRITY, () -> ask(CLIENT, former.sessionKey(), NOW));
        assertThat(ask(CLIENT, newer.sessionKey(), NOW).data()).isNotEmpty();
    }

    @Test
    void refusesRequestUnderTheSessionKeyOfAnotherClient() throws Exception {
        register(CLIENT, NOW);
        SessionPart other = register(new PrincipalName("mallory"), NOW);

        assertRefused(ErrorCode.KRB_AP_ERR_BAD_INTEGRITY, () -> ask(CLIENT, other.sessionKey(), NOW));
    }

    @Test
    void refusesEditedRequest() throws Exception {
        SessionPart session = register(CLIENT, NOW);
        byte[] edited = serviceRequest(CLIENT, session.sessionKey(), NOW)
                .request()
                .ciphertext()
                .toArray();
        edited[0] ^= 1;

        assertRefusedAtDoor(new PkiServiceReq(CLIENT, new Sealed<>(Bytes.of(edited))), ErrorCode.KRB_AP_ERR_MODIFIED);
        assertRefusedAtDoor(new PkiServiceReq(CLIENT, new Sealed<>(Bytes.EMPTY)), ErrorCode.KRB_AP_ERR_BAD_INTEGRITY);
    }

    @Test
    void refusesRequestWhoseClockIsOff() throws Exception {
        SessionPart session = register(CLIENT, NOW);

        TOO_FAR.forEach(sentAt ->
                assertRefusedAtDoor(serviceRequest(CLIENT, session.sessionKey(), sentAt), ErrorCode.KRB_AP_ERR_SKEW));
    }

    @Test
    void passesOnWhatTheDeskRefuses() throws Exception {
        SymmetricKey key = register(CLIENT, NOW).sessionKey();
        RequestPart unknown = new RequestPart("nothing", NOW);

        assertRefusedAtDoor(
                new PkiServiceReq(CLIENT, SEALS.seal(RequestPart.FOR_PKI, unknown, key, Trace.NONE)),
                ErrorCode.HP_ERR_NO_SUCH_RESOURCE);
    }

    @ParameterizedTest
    @MethodSource("messagesOfThisDoor")
    void refusesEveryoneUntilTheServerHasItsCertificate(Message request) throws Exception {
        CertificateDoor unregistered = door(new Registration());

        assertRefused(ErrorCode.HP_ERR_NOT_REGISTERED, () -> unregistered.answer(request, at(NOW)));
    }

    static Stream<Message> messagesOfThisDoor() {
        return Stream.of(
                new CertificateReq(SERVER, NOW),
                request(registrationOf(CLIENT, NOW)),
                serviceRequest(CLIENT, TEMPORARY, NOW));
    }

    @Test
    void tellsItsStoryWithoutSecretsAndWithoutStepsOfTheKerberosExchange() throws Exception {
        RecordingTrace trace = new RecordingTrace();
        Occasion traced = new Occasion(NOW, ADDRESS, trace);
        door.answer(new CertificateReq(SERVER, NOW), traced);
        door.answer(request(registrationOf(CLIENT, NOW)), traced);
        SymmetricKey key = sessions.find(CLIENT).orElseThrow().key();
        door.answer(serviceRequest(CLIENT, key, NOW), traced);

        assertThat(trace.story(Party.APP))
                .anyMatch(line -> line.contains("opened the registration with SK_s"))
                .anyMatch(line -> line.contains("opened a session for ID-Client1"))
                .anyMatch(line -> line.contains("opened the request with K_sess"))
                .noneMatch(line -> line.contains("step"))
                .noneMatch(line -> line.contains("memo"))
                .noneMatch(line -> line.contains(Bytes.of(key.exposeMaterial()).toHex()));
    }

    @Test
    void refusesMessagesOfOtherDoors() throws Exception {
        Message reply = door.answer(new CertificateReq(SERVER, NOW), at(NOW));

        assertRefusedAtDoor(reply, ErrorCode.KRB_AP_ERR_MSG_TYPE);
    }

    private static String serve(PrincipalName client, String request, Instant now) throws Refusal {
        if (request.equals("memo")) {
            return "memo for " + client;
        }
        throw new Refusal(ErrorCode.HP_ERR_NO_SUCH_RESOURCE, "there is no " + request);
    }

    private SessionPart register(PrincipalName client, Instant now) throws Refusal {
        ClientRegistrationRep reply =
                (ClientRegistrationRep) door.answer(request(registrationOf(client, now)), at(now));
        return SEALS.open(SessionPart.PART, reply.session(), TEMPORARY, Trace.NONE);
    }

    private ReplyDataPart ask(PrincipalName client, SymmetricKey key, Instant now) throws Refusal {
        PkiServiceRep reply = (PkiServiceRep) door.answer(serviceRequest(client, key, now), at(now));
        return SEALS.open(ReplyDataPart.FOR_PKI, reply.data(), key, Trace.NONE);
    }

    private void assertRefusedAtDoor(Message request, ErrorCode code) {
        assertRefused(code, () -> door.answer(request, at(NOW)));
    }

    private static ClientRegistration registrationOf(PrincipalName client, Instant sentAt) {
        return new ClientRegistration(TEMPORARY, client, ADDRESS, 50_000, sentAt);
    }

    private static ClientRegistrationReq request(ClientRegistration registration) {
        return new ClientRegistrationReq(sealTo(SERVER_PAIR, registration));
    }

    private static RsaSealed<ClientRegistration> sealTo(KeyPair pair, ClientRegistration registration) {
        return SEALS.sealTo(ClientRegistration.PART, registration, (RSAPublicKey) pair.getPublic(), "PK_s", Trace.NONE);
    }

    private static PkiServiceReq serviceRequest(PrincipalName client, SymmetricKey key, Instant sentAt) {
        RequestPart part = new RequestPart("memo", sentAt);
        return new PkiServiceReq(client, SEALS.seal(RequestPart.FOR_PKI, part, key, Trace.NONE));
    }
}
