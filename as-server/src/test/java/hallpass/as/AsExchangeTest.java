package hallpass.as;

import static hallpass.fixtures.ExchangeFixture.ADDRESS;
import static hallpass.fixtures.ExchangeFixture.ALICE;
import static hallpass.fixtures.ExchangeFixture.ALICE_KEY;
import static hallpass.fixtures.ExchangeFixture.BOB;
import static hallpass.fixtures.ExchangeFixture.BOB_KEY;
import static hallpass.fixtures.ExchangeFixture.KEY_UPDATE;
import static hallpass.fixtures.ExchangeFixture.NOON;
import static hallpass.fixtures.ExchangeFixture.POLICY;
import static hallpass.fixtures.ExchangeFixture.RESOURCE_SERVICE;
import static hallpass.fixtures.ExchangeFixture.TGS;
import static hallpass.fixtures.ExchangeFixture.TGS_KEY;
import static hallpass.fixtures.RefusalAssertions.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.crypto.SymmetricKey;
import hallpass.fixtures.ExchangeFixture;
import hallpass.fixtures.InsecureDeterministicRandomness;
import hallpass.message.AsRep;
import hallpass.message.AsRepPart;
import hallpass.message.AsReq;
import hallpass.message.ErrorCode;
import hallpass.message.MessageType;
import hallpass.message.Nonce;
import hallpass.message.Party;
import hallpass.message.PreAuthenticationReq;
import hallpass.message.PrincipalName;
import hallpass.message.Ticket;
import hallpass.protocol.ClientLookup;
import hallpass.protocol.Guard;
import hallpass.protocol.Principal.PrincipalType;
import hallpass.protocol.Profile;
import hallpass.protocol.Refusal;
import hallpass.trace.Trace;
import hallpass.trace.TraceEvent.RefusalRaised;
import hallpass.wire.Bytes;
import hallpass.wire.DecodeException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AsExchangeTest {
    private static final Nonce NONCE = new Nonce(42);
    private static final PrincipalName EVE = new PrincipalName("eve");
    private static final SymmetricKey DECOY_KEY = ExchangeFixture.key("no key", 0x90);

    private final ExchangeFixture realm = new ExchangeFixture();
    private final AsExchange exchange = new AsExchange(
            realm.principals(),
            ClientLookup.of(realm.principals()),
            realm.sealer(),
            InsecureDeterministicRandomness.countingFrom(0xc0),
            POLICY,
            PreAuthentication.NONE);

    private final AsExchange uniformExchange = exchangeWith(Guard.UNIFORM_ERRORS);

    @Test
    void sealsReplyPartUnderClientKey() throws Refusal {
        AsRep reply = exchange.answer(request(ALICE), realm.context());

        assertThat(realm.sealer().open(AsRepPart.PART, reply.encPart(), ALICE_KEY, Trace.NONE))
                .isEqualTo(
                        new AsRepPart(ExchangeFixture.key("K_c,tgs", 0xc0), TGS, NOON, POLICY.ticketLifetime(), NONCE));
    }

    @Test
    void sealsTicketUnderTgsKey() throws Refusal {
        AsRep reply = exchange.answer(request(ALICE), realm.context());

        assertThat(realm.sealer().open(Ticket.PART, reply.ticket(), TGS_KEY, Trace.NONE))
                .isEqualTo(new Ticket(
                        ExchangeFixture.key("K_c,tgs", 0xc0), ALICE, ADDRESS, TGS, NOON, POLICY.ticketLifetime()));
    }

    @Test
    void makesNewSessionKeyForEachReply() throws Refusal {
        AsRepPart first = partOf(exchange.answer(request(ALICE), realm.context()));
        AsRepPart second = partOf(exchange.answer(request(ALICE), realm.context()));

        assertThat(second.sessionKey()).isNotEqualTo(first.sessionKey());
    }

    @Test
    void usesNewestClientKey() throws Refusal {
        realm.principals().replaceKey(ALICE, 1, "aes128-ecb", "", BOB_KEY, NOON);

        AsRep reply = exchange.answer(request(ALICE), realm.context());

        assertRefused(
                ErrorCode.KRB_AP_ERR_BAD_INTEGRITY,
                () -> realm.sealer().open(AsRepPart.PART, reply.encPart(), ALICE_KEY, Trace.NONE));
        assertThat(realm.sealer()
                        .open(AsRepPart.PART, reply.encPart(), BOB_KEY, Trace.NONE)
                        .nonce())
                .isEqualTo(NONCE);
    }

    @Test
    void replySurvivesEncoding() throws Refusal, DecodeException {
        AsRep reply = exchange.answer(request(ALICE), realm.context());

        assertThat(MessageType.decode(MessageType.encode(reply))).isEqualTo(reply);
    }

    @Test
    void tracesKeysUsedForSealing() throws Refusal {
        exchange.answer(request(ALICE), realm.context());

        assertThat(realm.trace().format(Party.AS))
                .containsExactly(
                        "as      | ok clocks: sender = own: 2026-01-01T12:00:00Z",
                        "as      |    generated a session key: K_c,tgs                            step  4",
                        "as      |    sealed the client's part with K_c (alice v1)                step  5",
                        "as      |    sealed the ticket with K_tgs (krbtgt/HALLPASS.TEST v1)      step  6");
    }

    @ParameterizedTest
    @ValueSource(longs = {-300_000, 300_000})
    void acceptsClockAtTheAllowedSkew(long millis) throws Refusal {
        assertThat(exchange.answer(requestSentAt(NOON.plusMillis(millis)), realm.context()))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {-300_001, 300_001, -600_000, 600_000})
    void refusesClockBeyondTheAllowedSkew(long millis) {
        assertRefused(
                ErrorCode.KRB_AP_ERR_SKEW,
                () -> exchange.answer(requestSentAt(NOON.plusMillis(millis)), realm.context()));
    }

    @Test
    void refusesUnknownUser() {
        assertRefused(
                ErrorCode.KDC_ERR_C_PRINCIPAL_UNKNOWN,
                () -> exchange.answer(request(new PrincipalName("eve")), realm.context()));
    }

    @Test
    void refusesRemovedUser() {
        realm.principals().remove(BOB);

        assertRefused(ErrorCode.KDC_ERR_CLIENT_REVOKED, () -> exchange.answer(request(BOB), realm.context()));
    }

    @Test
    void refusesServiceAsClient() {
        assertRefused(
                ErrorCode.KDC_ERR_C_PRINCIPAL_UNKNOWN,
                () -> exchange.answer(request(RESOURCE_SERVICE), realm.context()));
    }

    @Test
    void issuesTicketsForTheTgsOnly() {
        for (PrincipalName server : new PrincipalName[] {
            RESOURCE_SERVICE,
            KEY_UPDATE,
            ALICE,
            PrincipalName.ticketGrantingService("OTHER.TEST"),
            new PrincipalName("nobody")
        }) {
            AsReq request = new AsReq(ALICE, server, NONCE, NOON, Bytes.EMPTY);
            assertRefused(ErrorCode.KDC_ERR_S_PRINCIPAL_UNKNOWN, () -> exchange.answer(request, realm.context()));
        }
    }

    @Test
    void refusesWhenTgsPrincipalIsMissing() {
        realm.principals().remove(TGS);

        assertRefused(ErrorCode.KDC_ERR_S_PRINCIPAL_UNKNOWN, () -> exchange.answer(request(ALICE), realm.context()));
    }

    /** Data of an unknown type is refused, not skipped. */
    @Test
    void refusesUnsupportedPreAuthenticationData() {
        AsReq request = new AsReq(ALICE, TGS, NONCE, NOON, Bytes.ofHex("00"));

        assertRefused(ErrorCode.KDC_ERR_PADATA_TYPE_NOSUPP, () -> exchange.answer(request, realm.context()));
    }

    /** Attack A4: the error codes tell which users exist. */
    @Test
    void revealsWhichUsersExist() throws Refusal {
        realm.principals().remove(BOB);

        assertThat(exchange.answer(request(ALICE), realm.context())).isNotNull();
        assertRefused(ErrorCode.KDC_ERR_CLIENT_REVOKED, () -> exchange.answer(request(BOB), realm.context()));
        assertRefused(ErrorCode.KDC_ERR_C_PRINCIPAL_UNKNOWN, () -> exchange.answer(request(EVE), realm.context()));
    }

    /** All names have the same length, so that the tickets have it too. */
    @Test
    void hidesWhichUsersExistWithUniformErrors() throws Exception {
        PrincipalName carol = new PrincipalName("carol");
        realm.principals().add(carol, PrincipalType.USER, BOB_KEY, NOON);
        realm.principals().remove(carol);
        AsRep known = uniformExchange.answer(request(ALICE), realm.context());

        for (PrincipalName nobody : List.of(carol, new PrincipalName("eve01"), new PrincipalName("desks"))) {
            AsRep reply = uniformExchange.answer(request(nobody), realm.context());

            assertThat(MessageType.encode(reply).encode())
                    .hasSameSizeAs(MessageType.encode(known).encode());
            assertThat(reply.encPart().ciphertext().size())
                    .isEqualTo(known.encPart().ciphertext().size());
            assertRefused(
                    ErrorCode.KRB_AP_ERR_BAD_INTEGRITY,
                    () -> realm.sealer().open(AsRepPart.PART, reply.encPart(), BOB_KEY, Trace.NONE));
        }
    }

    @Test
    void usesStableDecoyKeyWithUniformErrors() throws Refusal {
        AsRep one = uniformExchange.answer(request(EVE), realm.context());
        AsRep other = uniformExchange.answer(request(EVE), realm.context());

        assertThat(realm.sealer()
                        .open(AsRepPart.PART, one.encPart(), DECOY_KEY, Trace.NONE)
                        .sessionKey())
                .isNotEqualTo(realm.sealer()
                        .open(AsRepPart.PART, other.encPart(), DECOY_KEY, Trace.NONE)
                        .sessionKey());
    }

    @Test
    void usesStableDecoySaltWithUniformErrors() throws Refusal {
        AsExchange salted = exchangeWith(Guard.UNIFORM_ERRORS, Guard.SALTED_KDF);

        String salt =
                salted.answer(new PreAuthenticationReq(EVE), realm.context()).salt();

        assertThat(salt).matches("pbkdf2-sha256:600000:[0-9a-f]{32}");
        assertThat(salted.answer(new PreAuthenticationReq(EVE), realm.context()).salt())
                .isEqualTo(salt);
        assertRefused(
                ErrorCode.KDC_ERR_C_PRINCIPAL_UNKNOWN,
                () -> exchange.answer(new PreAuthenticationReq(EVE), realm.context()));
    }

    private AsExchange exchangeWith(Guard... guards) {
        return new AsExchange(
                realm.principals(),
                new Profile("lab", Set.of(guards)).clientLookup(realm.principals(), (name, purpose, size) -> DECOY_KEY),
                realm.sealer(),
                InsecureDeterministicRandomness.countingFrom(0xc0),
                POLICY,
                PreAuthentication.NONE);
    }

    @Test
    void auditsUnknownUserWithUniformErrors() throws Refusal {
        uniformExchange.answer(request(EVE), realm.context());

        assertThat(realm.trace().events())
                .contains(
                        new RefusalRaised(ErrorCode.KDC_ERR_C_PRINCIPAL_UNKNOWN, "no user eve, answered with a decoy"));
    }

    private AsRepPart partOf(AsRep reply) throws Refusal {
        return realm.sealer().open(AsRepPart.PART, reply.encPart(), ALICE_KEY, Trace.NONE);
    }

    private static AsReq request(PrincipalName client) {
        return new AsReq(client, TGS, NONCE, NOON, Bytes.EMPTY);
    }

    private static AsReq requestSentAt(Instant sentAt) {
        return new AsReq(ALICE, TGS, NONCE, sentAt, Bytes.EMPTY);
    }
}
