package hallpass.as;

import static hallpass.fixtures.ExchangeFixture.ALICE;
import static hallpass.fixtures.ExchangeFixture.ALICE_KEY;
import static hallpass.fixtures.ExchangeFixture.BOB;
import static hallpass.fixtures.ExchangeFixture.KEY_UPDATE;
import static hallpass.fixtures.ExchangeFixture.KEY_UPDATE_KEY;
import static hallpass.fixtures.ExchangeFixture.NOON;
import static hallpass.fixtures.ExchangeFixture.POLICY;
import static hallpass.fixtures.ExchangeFixture.RESOURCE_SERVICE;
import static hallpass.fixtures.ExchangeFixture.RESOURCE_SERVICE_KEY;
import static hallpass.fixtures.ExchangeFixture.SESSION_KEY;
import static hallpass.fixtures.ExchangeFixture.TGS;
import static hallpass.fixtures.RefusalAssertions.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.crypto.Sealed;
import hallpass.crypto.SymmetricKey;
import hallpass.fixtures.ExchangeFixture;
import hallpass.fixtures.InMemoryReplayCache;
import hallpass.fixtures.TestCredential;
import hallpass.message.Authenticator;
import hallpass.message.ErrorCode;
import hallpass.message.KeyUpdateRepPart;
import hallpass.message.KeyUpdateReq;
import hallpass.message.KeyUpdateReqPart;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.message.Token;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Principal;
import hallpass.protocol.Principal.PrincipalType;
import hallpass.protocol.Principals;
import hallpass.protocol.Refusal;
import hallpass.protocol.ReplayCache;
import hallpass.trace.Trace;
import hallpass.wire.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeyUpdateExchangeTest {
    private static final TestCredential GOOD = ExchangeFixture.credentialFor(KEY_UPDATE);
    private static final Instant SENT_AT = NOON.minusMillis(500);
    private static final SymmetricKey NEW_KEY = ExchangeFixture.key("new key", 0xe0);

    private final ExchangeFixture realm = new ExchangeFixture();
    private final KeyUpdateExchange exchange =
            new KeyUpdateExchange(realm.principals(), realm.sealer(), POLICY, ReplayCache.DISABLED);
    private boolean updated;

    @AfterEach
    void keyIsUnchangedAfterRefusal() {
        if (!updated) {
            assertThat(alice().key().value()).isEqualTo(ALICE_KEY);
            assertThat(alice().key().version()).isEqualTo(1);
        }
    }

    @Test
    void replacesKeyAndIncrementsVersion() throws Refusal {
        updated = true;
        exchange.answer(request(GOOD), realm.context());

        assertThat(alice().key()).isEqualTo(new Principal.VersionedKey(2, "aes128-ecb", "", NEW_KEY));
    }

    @Test
    void authenticatesItsReply() throws Refusal {
        updated = true;
        Sealed<KeyUpdateRepPart> part =
                exchange.answer(request(GOOD), realm.context()).encPart();

        assertThat(realm.sealer().open(KeyUpdateRepPart.PART, part, SESSION_KEY, Trace.NONE))
                .isEqualTo(new KeyUpdateRepPart(2, SENT_AT.plusMillis(1)));
    }

    @Test
    void tracesChecksAndStoredKey() throws Refusal {
        updated = true;
        exchange.answer(request(GOOD), realm.context());

        assertThat(realm.trace().format(Party.AS))
                .contains(
                        "as      | ok opened the token with K_k (kadmin/changepw v1)",
                        "as      | ok opened the authenticator with K_c,k",
                        "as      | ok usernames: ticket = authenticator: alice",
                        "as      | ok timestamps: authenticator = new key: 2026-01-01T11:59:59.500Z",
                        "as      |    stored the key: K_c (alice v2)                              step 20",
                        "as      |    sealed the AS's proof with K_c,k");
    }

    @Test
    void refusesReplayedRequest() throws Refusal {
        updated = true;
        InMemoryReplayCache replays = new InMemoryReplayCache();
        KeyUpdateExchange replayChecking = new KeyUpdateExchange(realm.principals(), realm.sealer(), POLICY, replays);
        KeyUpdateReq request = request(GOOD);
        replayChecking.answer(request, realm.context());
        assertRefused(ErrorCode.KRB_AP_ERR_REPEAT, () -> replayChecking.answer(request, realm.context()));
        assertThat(alice().key().version()).isEqualTo(2);
    }

    @Test
    void leavesReplayCacheUntouchedWhenUpdateFails() {
        InMemoryReplayCache replays = new InMemoryReplayCache();
        KeyUpdateExchange replayChecking = new KeyUpdateExchange(realm.principals(), realm.sealer(), POLICY, replays);
        SymmetricKey large = SymmetricKey.of("new key", new byte[32]);
        assertRefused(
                ErrorCode.KRB_AP_ERR_MODIFIED,
                () -> replayChecking.answer(request(GOOD, ALICE, SENT_AT, SENT_AT, large), realm.context()));
        assertThat(replays.size()).isZero();
    }

    @Test
    void refusesTokenForAnotherService() {
        Sealed<Token> token =
                seal(ExchangeFixture.credentialFor(RESOURCE_SERVICE).token(), RESOURCE_SERVICE_KEY);
        KeyUpdateReq good = request(GOOD);
        KeyUpdateReq request = new KeyUpdateReq(token, good.authenticator(), good.newKey());

        // Under the key of the desk it does not open; under the right key it names another server.
        assertRefused(ErrorCode.KRB_AP_ERR_BAD_INTEGRITY, () -> exchange.answer(request, realm.context()));
        assertRefused(
                ErrorCode.KRB_AP_ERR_NOT_US,
                () -> exchange.answer(request(GOOD.withServer(RESOURCE_SERVICE)), realm.context()));
        assertRefused(
                ErrorCode.KRB_AP_ERR_NOT_US, () -> exchange.answer(request(GOOD.withServer(TGS)), realm.context()));
    }

    @Test
    void refusesAuthenticatorOfAnotherUser() {
        assertRefused(
                ErrorCode.KRB_AP_ERR_BADMATCH,
                () -> exchange.answer(request(GOOD, BOB, SENT_AT, SENT_AT, NEW_KEY), realm.context()));
    }

    @Test
    void refusesAnotherAddress() {
        assertRefused(
                ErrorCode.KRB_AP_ERR_BADADDR,
                () -> exchange.answer(request(GOOD.withAddress("192.0.2.1")), realm.context()));
    }

    @Test
    void refusesClockBeyondTheAllowedSkew() {
        Instant off = NOON.minus(Duration.ofMinutes(10));

        assertRefused(
                ErrorCode.KRB_AP_ERR_SKEW,
                () -> exchange.answer(request(GOOD, ALICE, off, off, NEW_KEY), realm.context()));
    }

    @Test
    void refusesExpiredToken() {
        assertRefused(
                ErrorCode.KRB_AP_ERR_TKT_EXPIRED,
                () -> exchange.answer(request(GOOD.withLifetime(Duration.ofMinutes(1))), realm.context()));
    }

    @Test
    void acceptsTokenAtTheMaximumAge() throws Refusal {
        updated = true;
        exchange.answer(request(GOOD.withIssuedAt(NOON.minus(Duration.ofMinutes(5)))), realm.context());

        assertThat(alice().key().version()).isEqualTo(2);
    }

    @Test
    void refusesTokenOlderThanTheMaximumAge() {
        Instant issued = NOON.minus(Duration.ofMinutes(5)).minusMillis(1);

        assertRefused(
                ErrorCode.HP_ERR_TICKET_NOT_FRESH,
                () -> exchange.answer(request(GOOD.withIssuedAt(issued)), realm.context()));
    }

    @Test
    void refusesNewKeyFromAnotherRequest() {
        assertRefused(
                ErrorCode.KRB_AP_ERR_BADMATCH,
                () -> exchange.answer(request(GOOD, ALICE, SENT_AT, SENT_AT.minusMillis(1), NEW_KEY), realm.context()));
    }

    @Test
    void refusesNewKeyOfWrongSize() {
        SymmetricKey large = SymmetricKey.of("new key", new byte[32]);

        assertRefused(
                ErrorCode.KRB_AP_ERR_MODIFIED,
                () -> exchange.answer(request(GOOD, ALICE, SENT_AT, SENT_AT, large), realm.context()));
    }

    @Test
    void refusesPartsUnderAnotherSessionKey() {
        KeyUpdateReq good = request(GOOD);
        KeyUpdateReq other = request(GOOD.withSessionKey(ALICE_KEY));

        assertRefused(
                ErrorCode.KRB_AP_ERR_BAD_INTEGRITY,
                () -> exchange.answer(
                        new KeyUpdateReq(good.token(), other.authenticator(), good.newKey()), realm.context()));
        assertRefused(
                ErrorCode.KRB_AP_ERR_BAD_INTEGRITY,
                () -> exchange.answer(
                        new KeyUpdateReq(good.token(), good.authenticator(), other.newKey()), realm.context()));
    }

    @Test
    void refusesConcurrentUpdate() {
        updated = true;
        SymmetricKey competingKey = ExchangeFixture.key("competing", 0xd0);
        Principals contended = new RacingPrincipals(competingKey);
        KeyUpdateExchange slow = new KeyUpdateExchange(contended, realm.sealer(), POLICY, ReplayCache.DISABLED);

        assertRefused(ErrorCode.HP_ERR_KEY_CHANGED, () -> slow.answer(request(GOOD), realm.context()));
        assertThat(alice().key()).isEqualTo(new Principal.VersionedKey(2, "aes128-ecb", "", competingKey));
    }

    @Test
    void refusesRemovedUser() {
        realm.principals().remove(ALICE);

        assertRefused(ErrorCode.KDC_ERR_CLIENT_REVOKED, () -> exchange.answer(request(GOOD), realm.context()));
    }

    @Test
    void refusesTokenOfReRegisteredUser() {
        realm.principals().add(ALICE, PrincipalType.USER, ALICE_KEY, NOON.minusSeconds(1));

        assertRefused(ErrorCode.KDC_ERR_TGT_REVOKED, () -> exchange.answer(request(GOOD), realm.context()));
    }

    @Test
    void refusesWhenKeyUpdateServiceIsMissing() {
        realm.principals().remove(KEY_UPDATE);

        assertRefused(ErrorCode.KDC_ERR_S_PRINCIPAL_UNKNOWN, () -> exchange.answer(request(GOOD), realm.context()));
    }

    @Test
    void refusesTokenWithAnyByteChanged() {
        KeyUpdateReq good = request(GOOD);
        byte[] ciphertext = good.token().ciphertext().toArray();
        for (int i = 0; i < ciphertext.length; i++) {
            byte[] edited = ciphertext.clone();
            edited[i] ^= 0x01;
            KeyUpdateReq request =
                    new KeyUpdateReq(new Sealed<>(Bytes.of(edited)), good.authenticator(), good.newKey());
            assertThat(catchRefusal(request, realm.context())).as("byte %d", i).isPresent();
        }
    }

    /** Replaces the key of alice between the look-up and the update. */
    private final class RacingPrincipals implements Principals {
        private final SymmetricKey competingKey;

        RacingPrincipals(SymmetricKey competingKey) {
            this.competingKey = competingKey;
        }

        @Override
        public Optional<Principal> find(PrincipalName name) {
            return realm.principals().find(name);
        }

        @Override
        public OptionalInt replaceKey(
                PrincipalName name, int expected, String encryption, String salt, SymmetricKey newKey, Instant now) {
            realm.principals().replaceKey(name, expected, encryption, salt, competingKey, now);
            return realm.principals().replaceKey(name, expected, encryption, salt, newKey, now);
        }
    }

    private Optional<Refusal> catchRefusal(KeyUpdateReq request, ExchangeContext context) {
        try {
            exchange.answer(request, context);
            return Optional.empty();
        } catch (Refusal refusal) {
            return Optional.of(refusal);
        }
    }

    private Principal alice() {
        return realm.principals().find(ALICE).orElseThrow();
    }

    private KeyUpdateReq request(TestCredential draft) {
        return request(draft, ALICE, SENT_AT, SENT_AT, NEW_KEY);
    }

    private KeyUpdateReq request(
            TestCredential draft, PrincipalName sender, Instant sentAt, Instant keySentAt, SymmetricKey newKey) {
        Authenticator authenticator = new Authenticator(sender, sentAt);
        SymmetricKey sessionKey = draft.sessionKey();
        return new KeyUpdateReq(
                seal(draft.token(), KEY_UPDATE_KEY),
                realm.sealer().seal(Authenticator.FOR_KEY_UPDATE, authenticator, sessionKey, Trace.NONE),
                realm.sealer()
                        .seal(KeyUpdateReqPart.PART, new KeyUpdateReqPart(newKey, keySentAt), sessionKey, Trace.NONE));
    }

    private Sealed<Token> seal(Token token, SymmetricKey key) {
        return realm.sealer().seal(Token.PART, token, key, Trace.NONE);
    }
}
