package hallpass.app;

import static hallpass.testkit.LabRealm.ALICE;
import static hallpass.testkit.LabRealm.BOB;
import static hallpass.testkit.LabRealm.DESK;
import static hallpass.testkit.LabRealm.DESK_KEY;
import static hallpass.testkit.LabRealm.KEY_UPDATE;
import static hallpass.testkit.LabRealm.KEY_UPDATE_KEY;
import static hallpass.testkit.LabRealm.NOON;
import static hallpass.testkit.LabRealm.SESSION_KEY;
import static hallpass.testkit.LabRealm.SKEW;
import static hallpass.testkit.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import hallpass.crypto.Sealed;
import hallpass.crypto.SymmetricKey;
import hallpass.message.ApRep;
import hallpass.message.ApReq;
import hallpass.message.Authenticator;
import hallpass.message.CertificateReq;
import hallpass.message.ErrorCode;
import hallpass.message.Part;
import hallpass.message.PrincipalName;
import hallpass.message.Proof;
import hallpass.message.ReplyDataPart;
import hallpass.message.RequestPart;
import hallpass.message.ServiceRep;
import hallpass.message.ServiceReq;
import hallpass.message.Token;
import hallpass.protocol.CredentialCheck;
import hallpass.protocol.KeyRing;
import hallpass.protocol.Refusal;
import hallpass.protocol.ReplayCache;
import hallpass.testkit.CredentialDraft;
import hallpass.testkit.LabRealm;
import hallpass.testkit.ReplaysInMemory;
import hallpass.trace.Party;
import hallpass.trace.Trace;
import hallpass.wire.Bytes;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TicketDoorTest {
    private static final CredentialDraft GOOD = LabRealm.credentialFor(DESK);
    private static final Instant EXPIRY = GOOD.token().expiresAt();
    private static final SymmetricKey BOBS_SESSION_KEY = LabRealm.key("K_bob,s", 0x60);

    private final LabRealm realm = new LabRealm();
    private final TicketDoor door = door();

    @Test
    void provesItselfAndThenServes() throws Refusal {
        ApRep proof = (ApRep) door.answer(show(GOOD, NOON), realm.now());
        ServiceRep reply = (ServiceRep) door.answer(ask("memo", NOON), realm.now());

        assertThat(realm.seals().open(Proof.PART, proof.proof(), SESSION_KEY, Trace.NONE))
                .isEqualTo(new Proof(NOON.plusMillis(1)));
        assertThat(realm.seals().open(ReplyDataPart.FOR_SERVICE, reply.data(), SESSION_KEY, Trace.NONE))
                .isEqualTo(new ReplyDataPart("alice: memo", NOON));
    }

    @Test
    void tellsWhoWasLetInAndServed() throws Refusal {
        door.answer(show(GOOD, NOON), realm.now());
        door.answer(ask("memo", NOON), realm.now());

        assertThat(realm.trace().story(Party.SERVICE))
                .contains(
                        "service | ok opened the token with K_s",
                        "service | ok opened the authenticator with K_c,s",
                        "service | ok usernames: ticket = authenticator: alice",
                        "service | ok expiry: authenticator 12:00:00Z, ends 21:59:00Z             step 18",
                        "service |    authenticated: alice                                        step 19",
                        "service |    sealed the server's proof with K_c,s",
                        "service | ok opened the request with K_c,s",
                        "service |    served alice",
                        "service |    sealed the data with K_c,s");
    }

    @Test
    void servesAsOftenAsItIsAsked() throws Refusal {
        door.answer(show(GOOD, NOON), realm.now());

        for (int i = 0; i < 100; i++) {
            assertThat(dataOf((ServiceRep) door.answer(ask("number " + i, NOON), realm.now()), SESSION_KEY))
                    .isEqualTo("alice: number " + i);
        }
    }

    @Test
    void servesNobodyBeforeTheyShowAToken() {
        assertRefused(ErrorCode.KRB_AP_ERR_MSG_TYPE, () -> door.answer(ask("memo", NOON), realm.now()));
    }

    @Test
    void servesNobodyForWhatAnotherConnectionShowed() throws Refusal {
        door.answer(show(GOOD, NOON), realm.now());

        assertRefused(ErrorCode.KRB_AP_ERR_MSG_TYPE, () -> door().answer(ask("memo", NOON), realm.now()));
    }

    @Test
    void servesTheLastOneWhoShowedAToken() throws Refusal {
        door.answer(show(GOOD, NOON), realm.now());
        door.answer(show(GOOD.withClient(BOB).withSessionKey(BOBS_SESSION_KEY), BOB, NOON), realm.now());

        assertRefused(ErrorCode.KRB_AP_ERR_BAD_INTEGRITY, () -> door.answer(ask("memo", NOON), realm.now()));
        assertThat(dataOf((ServiceRep) door.answer(ask("memo", NOON, BOBS_SESSION_KEY), realm.now()), BOBS_SESSION_KEY))
                .isEqualTo("bob: memo");
    }

    @Test
    void letsOutWhoeverFailsToAuthenticateAgain() throws Refusal {
        door.answer(show(GOOD, NOON), realm.now());

        assertRefused(ErrorCode.KRB_AP_ERR_BADMATCH, () -> door.answer(show(GOOD, BOB, NOON), realm.now()));
        assertRefused(ErrorCode.KRB_AP_ERR_MSG_TYPE, () -> door.answer(ask("memo", NOON), realm.now()));
    }

    @Test
    void keepsServingAfterARefusedRequest() throws Refusal {
        door.answer(show(GOOD, NOON), realm.now());

        assertRefused(ErrorCode.HP_ERR_NO_SUCH_RESOURCE, () -> door.answer(ask("nothing", NOON), realm.now()));
        assertThat(door.answer(ask("memo", NOON), realm.now())).isInstanceOf(ServiceRep.class);
    }

    @Test
    void stopsServingWhenTheTokenEndsThoughTheConnectionGoesOn() throws Refusal {
        door.answer(show(GOOD, NOON), realm.now());
        Instant last = EXPIRY.minusMillis(1);

        assertThat(door.answer(ask("memo", last), realm.at(last))).isInstanceOf(ServiceRep.class);
        assertRefused(ErrorCode.KRB_AP_ERR_TKT_EXPIRED, () -> door.answer(ask("memo", EXPIRY), realm.at(EXPIRY)));
    }

    @Test
    void refusesTokenAtItsExpiryInstant() {
        assertRefused(ErrorCode.KRB_AP_ERR_TKT_EXPIRED, () -> door.answer(show(GOOD, EXPIRY), realm.at(EXPIRY)));
    }

    @Test
    void refusesATokenForAnotherService() {
        CredentialDraft other = LabRealm.credentialFor(KEY_UPDATE);
        ApReq otherKey = new ApReq(
                seal(Token.PART, other.token(), KEY_UPDATE_KEY),
                seal(Authenticator.FOR_SERVICE, new Authenticator(ALICE, NOON), SESSION_KEY));

        assertRefused(ErrorCode.KRB_AP_ERR_BAD_INTEGRITY, () -> door.answer(otherKey, realm.now()));
        assertRefused(ErrorCode.KRB_AP_ERR_NOT_US, () -> door.answer(show(other, NOON), realm.now()));
    }

    @Test
    void refusesATokenFromAnotherAddress() {
        assertRefused(
                ErrorCode.KRB_AP_ERR_BADADDR,
                () -> door.answer(show(GOOD.withAddress("192.0.2.1"), NOON), realm.now()));
    }

    @ParameterizedTest
    @ValueSource(longs = {-300_001, 300_001, 600_000})
    void refusesAClockThatIsOff(long millis) throws Refusal {
        Instant off = NOON.plusMillis(millis);

        assertRefused(ErrorCode.KRB_AP_ERR_SKEW, () -> door.answer(show(GOOD, off), realm.now()));
        door.answer(show(GOOD, NOON), realm.now());
        assertRefused(ErrorCode.KRB_AP_ERR_SKEW, () -> door.answer(ask("memo", off), realm.now()));
    }

    @Test
    void acceptsNoTokenOrRequestWithAnyOfItsBytesChanged() throws Refusal {
        ApReq good = show(GOOD, NOON);
        for (int i = 0; i < good.token().ciphertext().size(); i++) {
            ApReq edited = new ApReq(flip(good.token(), i), good.authenticator());
            assertThat(catchThrowable(() -> door.answer(edited, realm.now()))).isInstanceOf(Refusal.class);
        }
        door.answer(good, realm.now());
        ServiceReq request = ask("memo", NOON);
        for (int i = 0; i < request.request().ciphertext().size(); i++) {
            ServiceReq edited = new ServiceReq(flip(request.request(), i));
            assertThat(catchThrowable(() -> door.answer(edited, realm.now()))).isInstanceOf(Refusal.class);
        }
    }

    @Test
    void takesAnAuthenticatorAndARequestOnceWhereReplaysAreWatched() throws Refusal {
        ReplaysInMemory replays = new ReplaysInMemory();
        TicketDoor first = door(replays);
        TicketDoor second = door(replays);
        ApReq shown = show(GOOD, NOON);
        first.answer(shown, realm.now());
        assertRefused(ErrorCode.KRB_AP_ERR_REPEAT, () -> second.answer(shown, realm.now()));

        second.answer(show(GOOD, NOON.plusMillis(1)), realm.now());
        ServiceReq asked = ask("memo", NOON);
        first.answer(asked, realm.now());
        assertRefused(ErrorCode.KRB_AP_ERR_REPEAT, () -> first.answer(asked, realm.now()));
        assertRefused(ErrorCode.KRB_AP_ERR_REPEAT, () -> second.answer(asked, realm.now()));
    }

    @Test
    void remembersNothingOfARequestThatTheDeskRefuses() throws Refusal {
        ReplaysInMemory replays = new ReplaysInMemory();
        TicketDoor door = door(replays);
        door.answer(show(GOOD, NOON), realm.now());
        ServiceReq asked = ask("nothing", NOON);
        assertRefused(ErrorCode.HP_ERR_NO_SUCH_RESOURCE, () -> door.answer(asked, realm.now()));
        assertThat(replays.claimed()).doesNotContainKey(asked.request().ciphertext());
    }

    @Test
    void answersNothingElse() {
        assertRefused(ErrorCode.KRB_AP_ERR_MSG_TYPE, () -> door.answer(new CertificateReq(DESK, NOON), realm.now()));
    }

    /** At a desk that says who asked for what. */
    private TicketDoor door() {
        return door(ReplayCache.OFF);
    }

    private TicketDoor door(ReplayCache replays) {
        Desk desk = (client, request, now) -> {
            if (request.equals("nothing")) {
                throw new Refusal(ErrorCode.HP_ERR_NO_SUCH_RESOURCE, "there is no nothing");
            }
            return client + ": " + request;
        };
        return new TicketDoor(
                new ApplicationExchange(
                        realm.seals(), now -> KeyRing.of(DESK_KEY), new CredentialCheck(DESK, SKEW), replays),
                new ServiceExchange(realm.seals(), SKEW, replays, desk));
    }

    private ApReq show(CredentialDraft draft, Instant sentAt) {
        return show(draft, ALICE, sentAt);
    }

    private ApReq show(CredentialDraft draft, PrincipalName sender, Instant sentAt) {
        return new ApReq(
                seal(Token.PART, draft.token(), DESK_KEY),
                seal(Authenticator.FOR_SERVICE, new Authenticator(sender, sentAt), draft.sessionKey()));
    }

    private ServiceReq ask(String request, Instant sentAt) {
        return ask(request, sentAt, SESSION_KEY);
    }

    private ServiceReq ask(String request, Instant sentAt, SymmetricKey key) {
        return new ServiceReq(seal(RequestPart.FOR_SERVICE, new RequestPart(request, sentAt), key));
    }

    private String dataOf(ServiceRep reply, SymmetricKey key) throws Refusal {
        return realm.seals()
                .open(ReplyDataPart.FOR_SERVICE, reply.data(), key, Trace.NONE)
                .data();
    }

    private <T extends Record> Sealed<T> seal(Part<T> part, T value, SymmetricKey key) {
        return realm.seals().seal(part, value, key, Trace.NONE);
    }

    private static <T> Sealed<T> flip(Sealed<T> sealed, int at) {
        byte[] edited = sealed.ciphertext().toArray();
        edited[at] ^= 0x01;
        return new Sealed<>(Bytes.of(edited));
    }
}
