package hallpass.as;

import static hallpass.testkit.LabRealm.ALICE;
import static hallpass.testkit.LabRealm.ALICE_KEY;
import static hallpass.testkit.LabRealm.BOB;
import static hallpass.testkit.LabRealm.DESK;
import static hallpass.testkit.LabRealm.DESK_KEY;
import static hallpass.testkit.LabRealm.KEY_UPDATE;
import static hallpass.testkit.LabRealm.KEY_UPDATE_KEY;
import static hallpass.testkit.LabRealm.NOON;
import static hallpass.testkit.LabRealm.POLICY;
import static hallpass.testkit.LabRealm.SESSION_KEY;
import static hallpass.testkit.LabRealm.TICKET_GRANTING;
import static hallpass.testkit.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.crypto.Sealed;
import hallpass.crypto.SymmetricKey;
import hallpass.message.Authenticator;
import hallpass.message.ErrorCode;
import hallpass.message.KeyUpdatePart;
import hallpass.message.KeyUpdateReq;
import hallpass.message.NewKeyPart;
import hallpass.message.PrincipalName;
import hallpass.message.Token;
import hallpass.protocol.Occasion;
import hallpass.protocol.Principal;
import hallpass.protocol.Principal.Kind;
import hallpass.protocol.Principals;
import hallpass.protocol.Refusal;
import hallpass.protocol.ReplayCache;
import hallpass.testkit.CredentialDraft;
import hallpass.testkit.LabRealm;
import hallpass.testkit.ReplaysInMemory;
import hallpass.trace.Party;
import hallpass.trace.Trace;
import hallpass.wire.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeyUpdateExchangeTest {
    private static final CredentialDraft GOOD = LabRealm.credentialFor(KEY_UPDATE);
    private static final Instant SENT_AT = NOON.minusMillis(500);
    private static final SymmetricKey NEW_KEY = LabRealm.key("new key", 0xe0);

    private final LabRealm realm = new LabRealm();
    private final KeyUpdateExchange exchange =
            new KeyUpdateExchange(realm.principals(), realm.seals(), POLICY, ReplayCache.OFF);
    private boolean updated;

    /** A refusal changes nothing. */
    @AfterEach
    void aliceHasHerOldKeyUnlessItWasUpdated() {
        if (!updated) {
            assertThat(alice().key().value()).isEqualTo(ALICE_KEY);
            assertThat(alice().key().version()).isEqualTo(1);
        }
    }

    @Test
    void replacesTheKeyAndRaisesItsVersion() throws Refusal {
        updated = true;
        exchange.answer(request(GOOD), realm.now());

        assertThat(alice().key()).isEqualTo(new Principal.Key(2, "aes128-ecb", "", NEW_KEY));
    }

    @Test
    void provesThatItOpenedTheRequest() throws Refusal {
        updated = true;
        Sealed<KeyUpdatePart> part = exchange.answer(request(GOOD), realm.now()).part();

        assertThat(realm.seals().open(KeyUpdatePart.PART, part, SESSION_KEY, Trace.NONE))
                .isEqualTo(new KeyUpdatePart(2, SENT_AT.plusMillis(1)));
    }

    @Test
    void tellsWhatItOpenedComparedAndStored() throws Refusal {
        updated = true;
        exchange.answer(request(GOOD), realm.now());

        assertThat(realm.trace().story(Party.AS))
                .contains(
                        "as      | ok opened the token with K_k (kadmin/changepw v1)",
                        "as      | ok opened the authenticator with K_c,k",
                        "as      | ok usernames: ticket = authenticator: alice",
                        "as      | ok times: authenticator = new key: 2026-01-01T11:59:59.500Z",
                        "as      |    stored durably: K_c (alice v2)                              step 20",
                        "as      |    sealed the AS's proof with K_c,k");
    }

    @Test
    void storesAKeyOnceForOneRequestWhereReplaysAreWatched() throws Refusal {
        updated = true;
        ReplaysInMemory replays = new ReplaysInMemory();
        KeyUpdateExchange watched = new KeyUpdateExchange(realm.principals(), realm.seals(), POLICY, replays);
        KeyUpdateReq request = request(GOOD);
        watched.answer(request, realm.now());
        assertRefused(ErrorCode.KRB_AP_ERR_REPEAT, () -> watched.answer(request, realm.now()));
        assertThat(alice().key().version()).isEqualTo(2);
    }

    @Test
    void remembersNothingOfAnUpdateThatWasNotStored() {
        ReplaysInMemory replays = new ReplaysInMemory();
        KeyUpdateExchange watched = new KeyUpdateExchange(realm.principals(), realm.seals(), POLICY, replays);
        SymmetricKey large = SymmetricKey.of("new key", new byte[32]);
        assertRefused(
                ErrorCode.KRB_AP_ERR_MODIFIED,
                () -> watched.answer(request(GOOD, ALICE, SENT_AT, SENT_AT, large), realm.now()));
        assertThat(replays.size()).isZero();
    }

    @Test
    void refusesATokenForAnotherService() {
        Sealed<Token> token = seal(LabRealm.credentialFor(DESK).token(), DESK_KEY);
        KeyUpdateReq good = request(GOOD);
        KeyUpdateReq request = new KeyUpdateReq(token, good.authenticator(), good.newKey());

        // Under the desk's key it does not open; under the key-update service's it would name the wrong server.
        assertRefused(ErrorCode.KRB_AP_ERR_BAD_INTEGRITY, () -> exchange.answer(request, realm.now()));
        assertRefused(ErrorCode.KRB_AP_ERR_NOT_US, () -> exchange.answer(request(GOOD.withServer(DESK)), realm.now()));
        assertRefused(
                ErrorCode.KRB_AP_ERR_NOT_US,
                () -> exchange.answer(request(GOOD.withServer(TICKET_GRANTING)), realm.now()));
    }

    @Test
    void refusesTheAuthenticatorOfAnotherUser() {
        assertRefused(
                ErrorCode.KRB_AP_ERR_BADMATCH,
                () -> exchange.answer(request(GOOD, BOB, SENT_AT, SENT_AT, NEW_KEY), realm.now()));
    }

    @Test
    void refusesAnotherAddress() {
        assertRefused(
                ErrorCode.KRB_AP_ERR_BADADDR,
                () -> exchange.answer(request(GOOD.withAddress("192.0.2.1")), realm.now()));
    }

    @Test
    void refusesAClockThatIsOff() {
        Instant off = NOON.minus(Duration.ofMinutes(10));

        assertRefused(
                ErrorCode.KRB_AP_ERR_SKEW, () -> exchange.answer(request(GOOD, ALICE, off, off, NEW_KEY), realm.now()));
    }

    @Test
    void refusesAnExpiredToken() {
        assertRefused(
                ErrorCode.KRB_AP_ERR_TKT_EXPIRED,
                () -> exchange.answer(request(GOOD.withLifetime(Duration.ofMinutes(1))), realm.now()));
    }

    @Test
    void acceptsATokenOfExactlyFiveMinutes() throws Refusal {
        updated = true;
        exchange.answer(request(GOOD.withIssuedAt(NOON.minus(Duration.ofMinutes(5)))), realm.now());

        assertThat(alice().key().version()).isEqualTo(2);
    }

    @Test
    void refusesAnOlderTokenThoughItIsGoodForHours() {
        Instant issued = NOON.minus(Duration.ofMinutes(5)).minusMillis(1);

        assertRefused(
                ErrorCode.HP_ERR_TICKET_NOT_FRESH,
                () -> exchange.answer(request(GOOD.withIssuedAt(issued)), realm.now()));
    }

    @Test
    void refusesANewKeyFromAnotherRequest() {
        assertRefused(
                ErrorCode.KRB_AP_ERR_BADMATCH,
                () -> exchange.answer(request(GOOD, ALICE, SENT_AT, SENT_AT.minusMillis(1), NEW_KEY), realm.now()));
    }

    @Test
    void refusesANewKeyOfAnotherSize() {
        SymmetricKey large = SymmetricKey.of("new key", new byte[32]);

        assertRefused(
                ErrorCode.KRB_AP_ERR_MODIFIED,
                () -> exchange.answer(request(GOOD, ALICE, SENT_AT, SENT_AT, large), realm.now()));
    }

    @Test
    void refusesPartsUnderAnotherSessionKey() {
        KeyUpdateReq good = request(GOOD);
        KeyUpdateReq other = request(GOOD.withSessionKey(ALICE_KEY));

        assertRefused(
                ErrorCode.KRB_AP_ERR_BAD_INTEGRITY,
                () -> exchange.answer(
                        new KeyUpdateReq(good.token(), other.authenticator(), good.newKey()), realm.now()));
        assertRefused(
                ErrorCode.KRB_AP_ERR_BAD_INTEGRITY,
                () -> exchange.answer(
                        new KeyUpdateReq(good.token(), good.authenticator(), other.newKey()), realm.now()));
    }

    @Test
    void refusesWhenAnotherUpdateCameFirst() {
        updated = true;
        SymmetricKey quicker = LabRealm.key("quicker", 0xd0);
        Principals contended = new Contended(quicker);
        KeyUpdateExchange slow = new KeyUpdateExchange(contended, realm.seals(), POLICY, ReplayCache.OFF);

        assertRefused(ErrorCode.HP_ERR_KEY_CHANGED, () -> slow.answer(request(GOOD), realm.now()));
        assertThat(alice().key()).isEqualTo(new Principal.Key(2, "aes128-ecb", "", quicker));
    }

    @Test
    void refusesARemovedUser() {
        realm.principals().remove(ALICE);

        assertRefused(ErrorCode.KDC_ERR_CLIENT_REVOKED, () -> exchange.answer(request(GOOD), realm.now()));
    }

    @Test
    void refusesTheTokenOfAnEarlierAccountOfThatName() {
        realm.principals().add(ALICE, Kind.USER, ALICE_KEY, NOON.minusSeconds(1));

        assertRefused(ErrorCode.KDC_ERR_TGT_REVOKED, () -> exchange.answer(request(GOOD), realm.now()));
    }

    @Test
    void refusesWhereTheRealmTakesNoNewKeys() {
        realm.principals().remove(KEY_UPDATE);

        assertRefused(ErrorCode.KDC_ERR_S_PRINCIPAL_UNKNOWN, () -> exchange.answer(request(GOOD), realm.now()));
    }

    @Test
    void acceptsNoTokenWithAnyOfItsBytesChanged() {
        KeyUpdateReq good = request(GOOD);
        byte[] ciphertext = good.token().ciphertext().toArray();
        for (int i = 0; i < ciphertext.length; i++) {
            byte[] edited = ciphertext.clone();
            edited[i] ^= 0x01;
            KeyUpdateReq request =
                    new KeyUpdateReq(new Sealed<>(Bytes.of(edited)), good.authenticator(), good.newKey());
            assertThat(catchRefusal(request, realm.now())).as("byte %d", i).isPresent();
        }
    }

    /** Between finding alice and replacing her key, somebody else replaces it. */
    private final class Contended implements Principals {
        private final SymmetricKey quicker;

        Contended(SymmetricKey quicker) {
            this.quicker = quicker;
        }

        @Override
        public Optional<Principal> find(PrincipalName name) {
            return realm.principals().find(name);
        }

        @Override
        public OptionalInt replaceKey(
                PrincipalName name, int expected, String encryption, String salt, SymmetricKey newKey) {
            realm.principals().replaceKey(name, expected, encryption, salt, quicker);
            return realm.principals().replaceKey(name, expected, encryption, salt, newKey);
        }
    }

    private Optional<Refusal> catchRefusal(KeyUpdateReq request, Occasion at) {
        try {
            exchange.answer(request, at);
            return Optional.empty();
        } catch (Refusal refusal) {
            return Optional.of(refusal);
        }
    }

    private Principal alice() {
        return realm.principals().find(ALICE).orElseThrow();
    }

    private KeyUpdateReq request(CredentialDraft draft) {
        return request(draft, ALICE, SENT_AT, SENT_AT, NEW_KEY);
    }

    private KeyUpdateReq request(
            CredentialDraft draft, PrincipalName sender, Instant sentAt, Instant keySentAt, SymmetricKey newKey) {
        Authenticator authenticator = new Authenticator(sender, sentAt);
        SymmetricKey sessionKey = draft.sessionKey();
        return new KeyUpdateReq(
                seal(draft.token(), KEY_UPDATE_KEY),
                realm.seals().seal(Authenticator.FOR_KEY_UPDATE, authenticator, sessionKey, Trace.NONE),
                realm.seals().seal(NewKeyPart.PART, new NewKeyPart(newKey, keySentAt), sessionKey, Trace.NONE));
    }

    private Sealed<Token> seal(Token token, SymmetricKey key) {
        return realm.seals().seal(Token.PART, token, key, Trace.NONE);
    }
}
