package hallpass.app;

import static hallpass.fixtures.ExchangeFixture.ALICE;
import static hallpass.fixtures.ExchangeFixture.BOB;
import static hallpass.fixtures.ExchangeFixture.CLOCK_SKEW;
import static hallpass.fixtures.ExchangeFixture.KEY_UPDATE;
import static hallpass.fixtures.ExchangeFixture.KEY_UPDATE_KEY;
import static hallpass.fixtures.ExchangeFixture.NOON;
import static hallpass.fixtures.ExchangeFixture.RESOURCE_SERVICE;
import static hallpass.fixtures.ExchangeFixture.RESOURCE_SERVICE_KEY;
import static hallpass.fixtures.ExchangeFixture.SESSION_KEY;
import static hallpass.fixtures.RefusalAssertions.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import hallpass.crypto.Sealed;
import hallpass.crypto.SymmetricKey;
import hallpass.fixtures.ExchangeFixture;
import hallpass.fixtures.InMemoryReplayCache;
import hallpass.fixtures.TestCredential;
import hallpass.message.ApRep;
import hallpass.message.ApRepPart;
import hallpass.message.ApReq;
import hallpass.message.Authenticator;
import hallpass.message.ErrorCode;
import hallpass.message.ErrorMessage;
import hallpass.message.MessageType;
import hallpass.message.PartType;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.message.ServerCertificateReq;
import hallpass.message.ServiceRep;
import hallpass.message.ServiceRepPart;
import hallpass.message.ServiceReq;
import hallpass.message.ServiceReqPart;
import hallpass.message.Token;
import hallpass.protocol.ApRequestVerifier;
import hallpass.protocol.Dispatcher;
import hallpass.protocol.KeyRing;
import hallpass.protocol.Refusal;
import hallpass.protocol.ReplayCache;
import hallpass.trace.Trace;
import hallpass.wire.Bytes;
import hallpass.wire.DecodeException;
import hallpass.wire.Frame;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceRequestHandlerTest {
    private static final TestCredential GOOD = ExchangeFixture.credentialFor(RESOURCE_SERVICE);
    private static final Instant EXPIRY = GOOD.token().expiresAt();
    private static final SymmetricKey BOBS_SESSION_KEY = ExchangeFixture.key("K_bob,s", 0x60);

    private final ExchangeFixture realm = new ExchangeFixture();
    private final ServiceRequestHandler handler = handler();

    @Test
    void authenticatesItselfAndServes() throws Refusal {
        ApRep proof = (ApRep) handler.handle(apReq(GOOD, NOON), realm.context());
        ServiceRep reply = (ServiceRep) handler.handle(serviceReq("memo", NOON), realm.context());

        assertThat(realm.sealer().open(ApRepPart.PART, proof.encPart(), SESSION_KEY, Trace.NONE))
                .isEqualTo(new ApRepPart(NOON.plusMillis(1)));
        assertThat(realm.sealer().open(ServiceRepPart.FOR_SERVICE, reply.data(), SESSION_KEY, Trace.NONE))
                .isEqualTo(new ServiceRepPart("alice: memo", NOON));
    }

    @Test
    void tracesAuthenticationAndService() throws Refusal {
        handler.handle(apReq(GOOD, NOON), realm.context());
        handler.handle(serviceReq("memo", NOON), realm.context());

        assertThat(realm.trace().format(Party.SERVICE))
                .contains(
                        "service | ok opened the token with K_s",
                        "service | ok opened the authenticator with K_c,s",
                        "service | ok usernames: ticket = authenticator: alice",
                        "service | ok expiry: authenticator 12:00:00Z, expires 21:59:00Z          step 18",
                        "service |    authenticated the client: alice                             step 19",
                        "service |    sealed the server's proof with K_c,s",
                        "service | ok opened the request with K_c,s",
                        "service |    served alice",
                        "service |    sealed the data with K_c,s");
    }

    @Test
    void servesManyRequestsOnOneConnection() throws Refusal {
        handler.handle(apReq(GOOD, NOON), realm.context());

        for (int i = 0; i < 100; i++) {
            assertThat(dataOf(
                            (ServiceRep) handler.handle(serviceReq("number " + i, NOON), realm.context()), SESSION_KEY))
                    .isEqualTo("alice: number " + i);
        }
    }

    @Test
    void refusesRequestBeforeAuthentication() {
        assertRefused(ErrorCode.KRB_AP_ERR_MSG_TYPE, () -> handler.handle(serviceReq("memo", NOON), realm.context()));
    }

    @Test
    void doesNotShareAuthenticationBetweenConnections() throws Refusal {
        handler.handle(apReq(GOOD, NOON), realm.context());

        assertRefused(ErrorCode.KRB_AP_ERR_MSG_TYPE, () -> handler().handle(serviceReq("memo", NOON), realm.context()));
    }

    @Test
    void servesTheClientAuthenticatedLast() throws Refusal {
        handler.handle(apReq(GOOD, NOON), realm.context());
        handler.handle(apReq(GOOD.withClient(BOB).withSessionKey(BOBS_SESSION_KEY), BOB, NOON), realm.context());

        assertRefused(
                ErrorCode.KRB_AP_ERR_BAD_INTEGRITY, () -> handler.handle(serviceReq("memo", NOON), realm.context()));
        assertThat(dataOf(
                        (ServiceRep) handler.handle(serviceReq("memo", NOON, BOBS_SESSION_KEY), realm.context()),
                        BOBS_SESSION_KEY))
                .isEqualTo("bob: memo");
    }

    @Test
    void failedReauthenticationEndsTheSession() throws Refusal {
        handler.handle(apReq(GOOD, NOON), realm.context());

        assertRefused(ErrorCode.KRB_AP_ERR_BADMATCH, () -> handler.handle(apReq(GOOD, BOB, NOON), realm.context()));
        assertRefused(ErrorCode.KRB_AP_ERR_MSG_TYPE, () -> handler.handle(serviceReq("memo", NOON), realm.context()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0001", "0002beef", "00000000ff"})
    void malformedReauthenticationEndsTheSession(String body) {
        Dispatcher connection = realm.dispatcher(handler);
        assertThat(connection.dispatch(MessageType.encode(apReq(GOOD, NOON))))
                .hasValueSatisfying(reply -> assertThat(reply.type()).isEqualTo(MessageType.AP_REP.number()));

        Frame malformed = new Frame(MessageType.AP_REQ.number(), Bytes.ofHex(body));
        assertThat(connection.dispatch(malformed).map(ServiceRequestHandlerTest::code))
                .contains(ErrorCode.HP_ERR_MALFORMED);

        assertThat(connection
                        .dispatch(MessageType.encode(serviceReq("memo", NOON)))
                        .map(ServiceRequestHandlerTest::code))
                .contains(ErrorCode.KRB_AP_ERR_MSG_TYPE);
    }

    @Test
    void malformedServiceRequestDoesNotEndTheSession() {
        Dispatcher connection = realm.dispatcher(handler);
        connection.dispatch(MessageType.encode(apReq(GOOD, NOON)));

        assertThat(connection
                        .dispatch(new Frame(MessageType.SERVICE_REQ.number(), Bytes.EMPTY))
                        .map(ServiceRequestHandlerTest::code))
                .contains(ErrorCode.HP_ERR_MALFORMED);

        assertThat(connection.dispatch(MessageType.encode(serviceReq("memo", NOON))))
                .hasValueSatisfying(reply -> assertThat(reply.type()).isEqualTo(MessageType.SERVICE_REP.number()));
    }

    private static ErrorCode code(Frame reply) {
        try {
            return ((ErrorMessage) MessageType.decode(reply)).code();
        } catch (DecodeException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void servesAfterRefusedRequest() throws Refusal {
        handler.handle(apReq(GOOD, NOON), realm.context());

        assertRefused(
                ErrorCode.HP_ERR_NO_SUCH_RESOURCE, () -> handler.handle(serviceReq("nothing", NOON), realm.context()));
        assertThat(handler.handle(serviceReq("memo", NOON), realm.context())).isInstanceOf(ServiceRep.class);
    }

    @Test
    void stopsServingWhenTheTokenExpires() throws Refusal {
        handler.handle(apReq(GOOD, NOON), realm.context());
        Instant last = EXPIRY.minusMillis(1);

        assertThat(handler.handle(serviceReq("memo", last), realm.contextAt(last)))
                .isInstanceOf(ServiceRep.class);
        assertRefused(
                ErrorCode.KRB_AP_ERR_TKT_EXPIRED,
                () -> handler.handle(serviceReq("memo", EXPIRY), realm.contextAt(EXPIRY)));
    }

    @Test
    void refusesTokenAtItsExpiryInstant() {
        assertRefused(
                ErrorCode.KRB_AP_ERR_TKT_EXPIRED, () -> handler.handle(apReq(GOOD, EXPIRY), realm.contextAt(EXPIRY)));
    }

    @Test
    void refusesTokenForAnotherService() {
        TestCredential other = ExchangeFixture.credentialFor(KEY_UPDATE);
        ApReq otherKey = new ApReq(
                seal(Token.PART, other.token(), KEY_UPDATE_KEY),
                seal(Authenticator.FOR_SERVICE, new Authenticator(ALICE, NOON), SESSION_KEY));

        assertRefused(ErrorCode.KRB_AP_ERR_BAD_INTEGRITY, () -> handler.handle(otherKey, realm.context()));
        assertRefused(ErrorCode.KRB_AP_ERR_NOT_US, () -> handler.handle(apReq(other, NOON), realm.context()));
    }

    @Test
    void refusesTokenFromAnotherAddress() {
        assertRefused(
                ErrorCode.KRB_AP_ERR_BADADDR,
                () -> handler.handle(apReq(GOOD.withAddress("192.0.2.1"), NOON), realm.context()));
    }

    @ParameterizedTest
    @ValueSource(longs = {-300_001, 300_001, 600_000})
    void refusesClockBeyondTheAllowedSkew(long millis) throws Refusal {
        Instant off = NOON.plusMillis(millis);

        assertRefused(ErrorCode.KRB_AP_ERR_SKEW, () -> handler.handle(apReq(GOOD, off), realm.context()));
        handler.handle(apReq(GOOD, NOON), realm.context());
        assertRefused(ErrorCode.KRB_AP_ERR_SKEW, () -> handler.handle(serviceReq("memo", off), realm.context()));
    }

    @Test
    void refusesTokenOrRequestWithAnyByteChanged() throws Refusal {
        ApReq good = apReq(GOOD, NOON);
        for (int i = 0; i < good.token().ciphertext().size(); i++) {
            ApReq edited = new ApReq(flip(good.token(), i), good.authenticator());
            assertThat(catchThrowable(() -> handler.handle(edited, realm.context())))
                    .isInstanceOf(Refusal.class);
        }
        handler.handle(good, realm.context());
        ServiceReq request = serviceReq("memo", NOON);
        for (int i = 0; i < request.request().ciphertext().size(); i++) {
            ServiceReq edited = new ServiceReq(flip(request.request(), i));
            assertThat(catchThrowable(() -> handler.handle(edited, realm.context())))
                    .isInstanceOf(Refusal.class);
        }
    }

    @Test
    void refusesReplayedAuthenticatorAndRequest() throws Refusal {
        InMemoryReplayCache replays = new InMemoryReplayCache();
        ServiceRequestHandler first = handler(replays);
        ServiceRequestHandler second = handler(replays);
        ApReq shown = apReq(GOOD, NOON);
        first.handle(shown, realm.context());
        assertRefused(ErrorCode.KRB_AP_ERR_REPEAT, () -> second.handle(shown, realm.context()));

        second.handle(apReq(GOOD, NOON.plusMillis(1)), realm.context());
        ServiceReq asked = serviceReq("memo", NOON);
        first.handle(asked, realm.context());
        assertRefused(ErrorCode.KRB_AP_ERR_REPEAT, () -> first.handle(asked, realm.context()));
        assertRefused(ErrorCode.KRB_AP_ERR_REPEAT, () -> second.handle(asked, realm.context()));
    }

    @Test
    void leavesReplayCacheUntouchedWhenRequestIsRefused() throws Refusal {
        InMemoryReplayCache replays = new InMemoryReplayCache();
        ServiceRequestHandler handler = handler(replays);
        handler.handle(apReq(GOOD, NOON), realm.context());
        ServiceReq asked = serviceReq("nothing", NOON);
        assertRefused(ErrorCode.HP_ERR_NO_SUCH_RESOURCE, () -> handler.handle(asked, realm.context()));
        assertThat(replays.claimed()).doesNotContainKey(asked.request().ciphertext());
    }

    @Test
    void refusesOtherMessageTypes() {
        assertRefused(
                ErrorCode.KRB_AP_ERR_MSG_TYPE,
                () -> handler.handle(new ServerCertificateReq(RESOURCE_SERVICE, NOON), realm.context()));
    }

    /** A handler whose resources echo the client and the request. */
    private ServiceRequestHandler handler() {
        return handler(ReplayCache.DISABLED);
    }

    private ServiceRequestHandler handler(ReplayCache replays) {
        ResourceService resources = (client, request, now) -> {
            if (request.equals("nothing")) {
                throw new Refusal(ErrorCode.HP_ERR_NO_SUCH_RESOURCE, "there is no nothing");
            }
            return client + ": " + request;
        };
        return new ServiceRequestHandler(
                new ApExchange(
                        realm.sealer(),
                        now -> KeyRing.of(RESOURCE_SERVICE_KEY),
                        new ApRequestVerifier(RESOURCE_SERVICE, CLOCK_SKEW),
                        replays),
                new ServiceExchange(realm.sealer(), CLOCK_SKEW, replays, resources));
    }

    private ApReq apReq(TestCredential draft, Instant sentAt) {
        return apReq(draft, ALICE, sentAt);
    }

    private ApReq apReq(TestCredential draft, PrincipalName sender, Instant sentAt) {
        return new ApReq(
                seal(Token.PART, draft.token(), RESOURCE_SERVICE_KEY),
                seal(Authenticator.FOR_SERVICE, new Authenticator(sender, sentAt), draft.sessionKey()));
    }

    private ServiceReq serviceReq(String request, Instant sentAt) {
        return serviceReq(request, sentAt, SESSION_KEY);
    }

    private ServiceReq serviceReq(String request, Instant sentAt, SymmetricKey key) {
        return new ServiceReq(seal(ServiceReqPart.FOR_SERVICE, new ServiceReqPart(request, sentAt), key));
    }

    private String dataOf(ServiceRep reply, SymmetricKey key) throws Refusal {
        return realm.sealer()
                .open(ServiceRepPart.FOR_SERVICE, reply.data(), key, Trace.NONE)
                .data();
    }

    private <T extends Record> Sealed<T> seal(PartType<T> part, T value, SymmetricKey key) {
        return realm.sealer().seal(part, value, key, Trace.NONE);
    }

    private static <T> Sealed<T> flip(Sealed<T> sealed, int index) {
        byte[] edited = sealed.ciphertext().toArray();
        edited[index] ^= 0x01;
        return new Sealed<>(Bytes.of(edited));
    }
}
