package hallpass.tgs;

import static hallpass.fixtures.ExchangeFixture.ADDRESS;
import static hallpass.fixtures.ExchangeFixture.ALICE;
import static hallpass.fixtures.ExchangeFixture.ALICE_KEY;
import static hallpass.fixtures.ExchangeFixture.BOB;
import static hallpass.fixtures.ExchangeFixture.NOON;
import static hallpass.fixtures.ExchangeFixture.RESOURCE_SERVICE;
import static hallpass.fixtures.ExchangeFixture.SESSION_KEY;
import static hallpass.fixtures.ExchangeFixture.TGS;
import static hallpass.fixtures.ExchangeFixture.TOKEN_LIFETIME;
import static hallpass.fixtures.RefusalAssertions.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import hallpass.fixtures.ExchangeFixture;
import hallpass.fixtures.InMemoryReplayCache;
import hallpass.message.AsReq;
import hallpass.message.ErrorCode;
import hallpass.message.Message;
import hallpass.message.MessageType;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.message.TgsRep;
import hallpass.message.TgsRepPart;
import hallpass.message.TgsReq;
import hallpass.message.Token;
import hallpass.protocol.Principal.PrincipalType;
import hallpass.protocol.Refusal;
import hallpass.trace.Trace;
import hallpass.wire.Bytes;
import hallpass.wire.DecodeException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Issued tokens, replays, and unknown or removed principals. */
class TgsExchangeTest extends TgsExchangeTestBase {
    @Test
    void sealsReplyPartUnderSessionKey() throws Refusal {
        assertThat(partOf(exchange.answer(request(GOOD), realm.context())))
                .isEqualTo(new TgsRepPart(
                        ExchangeFixture.key("K_c,s", 0xc0), RESOURCE_SERVICE, NOON, TOKEN_LIFETIME, NONCE));
    }

    @Test
    void sealsTokenUnderServiceKey() throws Refusal {
        assertThat(tokenOf(exchange.answer(request(GOOD), realm.context())))
                .isEqualTo(new Token(
                        ExchangeFixture.key("K_c,s", 0xc0), ALICE, ADDRESS, RESOURCE_SERVICE, NOON, TOKEN_LIFETIME));
    }

    @Test
    void replySurvivesEncoding() throws Refusal, DecodeException {
        TgsRep reply = exchange.answer(request(GOOD), realm.context());

        assertThat(MessageType.decode(MessageType.encode(reply))).isEqualTo(reply);
    }

    @Test
    void tracesProtocolStepsInOrder() throws Refusal {
        exchange.answer(request(GOOD), realm.context());

        assertThat(realm.trace().format(Party.TGS))
                .containsExactly(
                        "tgs     | ok opened the ticket with K_tgs (krbtgt/HALLPASS.TEST v1)      step 12",
                        "tgs     | ok opened the authenticator with K_c,tgs                       step 13",
                        "tgs     | ok server: requested = own: krbtgt/HALLPASS.TEST",
                        "tgs     | ok usernames: ticket = authenticator: alice                    step 14",
                        "tgs     | ok addresses: ticket = sender: 127.0.0.1",
                        "tgs     | ok clocks: sender = own: 2026-01-01T12:00:00Z",
                        "tgs     | ok validity: starts 11:59:00Z, used 12:00:00Z",
                        "tgs     | ok expiry: authenticator 12:00:00Z, expires 21:59:00Z          step 18",
                        "tgs     | ok expiry: now 12:00:00Z, expires 21:59:00Z",
                        "tgs     | ok opened the presented ticket with K_c,tgs",
                        "tgs     | ok tickets: cleartext = presented: 80 bytes",
                        "tgs     | ok usernames: ticket = presented: alice",
                        "tgs     |    generated a session key: K_c,s                              step 15",
                        "tgs     |    sealed the client's part with K_c,tgs                       step 16",
                        "tgs     |    sealed the token with K_s (desk/localhost v1)               step 17");
    }

    @Test
    void acceptsTicketUnderOldKeyUntilItIsRetired() throws Refusal {
        TgsReq request = request(GOOD);
        realm.principals().addKey(TGS, ExchangeFixture.key("K_tgs", 0x70), NOON.plusMillis(1));

        assertThat(exchange.answer(request, realm.context())).isNotNull();
        assertRefused(
                ErrorCode.KRB_AP_ERR_BAD_INTEGRITY,
                () -> exchange.answer(request, realm.contextAt(NOON.plusMillis(1))));
    }

    @Test
    void refusesUnknownServicesAndUsers() {
        for (PrincipalName service : new PrincipalName[] {new PrincipalName("desk/nowhere"), BOB, ALICE}) {
            assertRefused(
                    ErrorCode.KDC_ERR_S_PRINCIPAL_UNKNOWN, () -> exchange.answer(requestFor(service), realm.context()));
        }
    }

    @Test
    void refusesRemovedService() {
        realm.principals().remove(RESOURCE_SERVICE);

        assertRefused(ErrorCode.KDC_ERR_S_PRINCIPAL_UNKNOWN, () -> exchange.answer(request(GOOD), realm.context()));
    }

    /** A token under the key of the TGS would be a ticket, and could be exchanged without end. */
    @Test
    void issuesNoTokenForTheTgsItself() {
        assertRefused(ErrorCode.KDC_ERR_S_PRINCIPAL_UNKNOWN, () -> exchange.answer(requestFor(TGS), realm.context()));
    }

    @Test
    void refusesRemovedUserWithValidTicket() {
        realm.principals().remove(ALICE);

        assertRefused(ErrorCode.KDC_ERR_CLIENT_REVOKED, () -> exchange.answer(request(GOOD), realm.context()));
    }

    @Test
    void refusesTicketOfReRegisteredUser() {
        realm.principals().add(ALICE, PrincipalType.USER, ALICE_KEY, NOON.minusSeconds(1));

        assertRefused(ErrorCode.KDC_ERR_TGT_REVOKED, () -> exchange.answer(request(GOOD), realm.context()));
    }

    @Test
    void refusesTicketOfUnknownUser() {
        PrincipalName eve = new PrincipalName("eve");

        assertRefused(
                ErrorCode.KDC_ERR_C_PRINCIPAL_UNKNOWN,
                () -> exchange.answer(request(GOOD.withClient(eve), eve, NOON), realm.context()));
    }

    @Test
    void refusesReplayedAuthenticator() throws Refusal {
        InMemoryReplayCache replays = new InMemoryReplayCache();
        TgsExchange replayChecking = exchange(replays);
        TgsReq request = request(GOOD);
        replayChecking.answer(request, realm.context());

        assertRefused(ErrorCode.KRB_AP_ERR_REPEAT, () -> replayChecking.answer(request, realm.context()));
        // Five minutes of allowed age, and five for a replica whose clock is behind.
        assertThat(replays.claimed())
                .containsOnly(Map.entry(request.authenticator().ciphertext(), NOON.plus(Duration.ofMinutes(10))));
    }

    @Test
    void leavesReplayCacheUntouchedWhenRequestIsRefused() {
        InMemoryReplayCache replays = new InMemoryReplayCache();
        assertThat(catchThrowable(() ->
                        exchange(replays).answer(request(GOOD), realm.contextAt(NOON.plus(Duration.ofMinutes(6))))))
                .isInstanceOf(Refusal.class);
        assertThat(replays.size()).isZero();
    }

    @Test
    void handlerAnswersTgsReqOnly() throws Refusal {
        TgsRequestHandler handler = new TgsRequestHandler(exchange);
        Message other = new AsReq(ALICE, TGS, NONCE, NOON, Bytes.EMPTY);

        assertThat(handler.handle(request(GOOD), realm.context())).isInstanceOf(TgsRep.class);
        assertRefused(ErrorCode.KRB_AP_ERR_MSG_TYPE, () -> handler.handle(other, realm.context()));
    }

    private TgsRepPart partOf(TgsRep reply) throws Refusal {
        return realm.sealer().open(TgsRepPart.PART, reply.encPart(), SESSION_KEY, Trace.NONE);
    }
}
