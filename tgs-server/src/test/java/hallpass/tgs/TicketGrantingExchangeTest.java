package hallpass.tgs;

import static hallpass.testkit.LabRealm.ADDRESS;
import static hallpass.testkit.LabRealm.ALICE;
import static hallpass.testkit.LabRealm.ALICE_KEY;
import static hallpass.testkit.LabRealm.BOB;
import static hallpass.testkit.LabRealm.DESK;
import static hallpass.testkit.LabRealm.NOON;
import static hallpass.testkit.LabRealm.SESSION_KEY;
import static hallpass.testkit.LabRealm.TICKET_GRANTING;
import static hallpass.testkit.LabRealm.TOKEN_LIFETIME;
import static hallpass.testkit.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import hallpass.message.AsReq;
import hallpass.message.ErrorCode;
import hallpass.message.Message;
import hallpass.message.MessageType;
import hallpass.message.PrincipalName;
import hallpass.message.TgsRep;
import hallpass.message.TgsRepPart;
import hallpass.message.TgsReq;
import hallpass.message.Token;
import hallpass.protocol.Principal.Kind;
import hallpass.protocol.Refusal;
import hallpass.testkit.LabRealm;
import hallpass.testkit.ReplaysInMemory;
import hallpass.trace.Party;
import hallpass.trace.Trace;
import hallpass.wire.Bytes;
import hallpass.wire.DecodeException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What whoever shows a good ticket gets: once, for a service that is there, as a user who is there. */
class TicketGrantingExchangeTest extends TokenRequests {
    @Test
    void givesTheClientAPartThatOpensWithTheSessionKey() throws Refusal {
        assertThat(partOf(exchange.answer(request(GOOD), realm.now())))
                .isEqualTo(new TgsRepPart(LabRealm.key("K_c,s", 0xc0), DESK, NOON, TOKEN_LIFETIME, NONCE));
    }

    @Test
    void givesATokenThatOpensWithTheServicesKey() throws Refusal {
        assertThat(tokenOf(exchange.answer(request(GOOD), realm.now())))
                .isEqualTo(new Token(LabRealm.key("K_c,s", 0xc0), ALICE, ADDRESS, DESK, NOON, TOKEN_LIFETIME));
    }

    @Test
    void givesAReplyThatTheWireCanCarry() throws Refusal, DecodeException {
        TgsRep reply = exchange.answer(request(GOOD), realm.now());

        assertThat(MessageType.decode(MessageType.encode(reply))).isEqualTo(reply);
    }

    @Test
    void tellsTheStepsOfTheOriginalInTheirOrder() throws Refusal {
        exchange.answer(request(GOOD), realm.now());

        assertThat(realm.trace().story(Party.TGS))
                .containsExactly(
                        "tgs     | ok opened the ticket with K_tgs (krbtgt/HALLPASS.TEST v1)      step 12",
                        "tgs     | ok opened the authenticator with K_c,tgs                       step 13",
                        "tgs     | ok server: named = this one: krbtgt/HALLPASS.TEST",
                        "tgs     | ok usernames: ticket = authenticator: alice                    step 14",
                        "tgs     | ok addresses: ticket = sender: 127.0.0.1",
                        "tgs     | ok clocks: sender = own: 2026-01-01T12:00:00Z",
                        "tgs     | ok start: begins 11:59:00Z, used 12:00:00Z",
                        "tgs     | ok expiry: authenticator 12:00:00Z, ends 21:59:00Z             step 18",
                        "tgs     | ok expiry: now 12:00:00Z, ends 21:59:00Z",
                        "tgs     | ok opened the presented ticket with K_c,tgs",
                        "tgs     | ok tickets: in clear = presented: 80 bytes",
                        "tgs     | ok usernames: ticket = presented: alice",
                        "tgs     |    made a session key, random: K_c,s                           step 15",
                        "tgs     |    sealed the client's part with K_c,tgs                       step 16",
                        "tgs     |    sealed the token with K_s (desk/localhost v1)               step 17");
    }

    @Test
    void opensATicketUnderAnOlderKeyUntilThatIsRetired() throws Refusal {
        TgsReq request = request(GOOD);
        realm.principals().addKey(TICKET_GRANTING, LabRealm.key("K_tgs", 0x70), NOON.plusMillis(1));

        assertThat(exchange.answer(request, realm.now())).isNotNull();
        assertRefused(ErrorCode.KRB_AP_ERR_BAD_INTEGRITY, () -> exchange.answer(request, realm.at(NOON.plusMillis(1))));
    }

    @Test
    void refusesServicesThatNobodyKnowsAndUsers() {
        for (PrincipalName service : new PrincipalName[] {new PrincipalName("desk/nowhere"), BOB, ALICE}) {
            assertRefused(
                    ErrorCode.KDC_ERR_S_PRINCIPAL_UNKNOWN, () -> exchange.answer(requestFor(service), realm.now()));
        }
    }

    @Test
    void refusesARemovedService() {
        realm.principals().remove(DESK);

        assertRefused(ErrorCode.KDC_ERR_S_PRINCIPAL_UNKNOWN, () -> exchange.answer(request(GOOD), realm.now()));
    }

    /** Under its own key a token would be a ticket, and so outlive every limit by being exchanged for itself. */
    @Test
    void issuesNoTokenForItself() {
        assertRefused(
                ErrorCode.KDC_ERR_S_PRINCIPAL_UNKNOWN, () -> exchange.answer(requestFor(TICKET_GRANTING), realm.now()));
    }

    @Test
    void refusesARemovedUserThoughTheTicketIsGood() {
        realm.principals().remove(ALICE);

        assertRefused(ErrorCode.KDC_ERR_CLIENT_REVOKED, () -> exchange.answer(request(GOOD), realm.now()));
    }

    @Test
    void refusesTheTicketOfAnEarlierAccountOfThatName() {
        realm.principals().add(ALICE, Kind.USER, ALICE_KEY, NOON.minusSeconds(1));

        assertRefused(ErrorCode.KDC_ERR_TGT_REVOKED, () -> exchange.answer(request(GOOD), realm.now()));
    }

    @Test
    void refusesATicketOfAUserWhoNeverWas() {
        PrincipalName eve = new PrincipalName("eve");

        assertRefused(
                ErrorCode.KDC_ERR_C_PRINCIPAL_UNKNOWN,
                () -> exchange.answer(request(GOOD.withClient(eve), eve, NOON), realm.now()));
    }

    @Test
    void issuesATokenOnceForOneAuthenticatorWhereReplaysAreWatched() throws Refusal {
        ReplaysInMemory replays = new ReplaysInMemory();
        TicketGrantingExchange watched = exchange(replays);
        TgsReq request = request(GOOD);
        watched.answer(request, realm.now());

        assertRefused(ErrorCode.KRB_AP_ERR_REPEAT, () -> watched.answer(request, realm.now()));
        // Five minutes for its own age, and five for a replica whose clock is behind.
        assertThat(replays.claimed())
                .containsOnly(Map.entry(request.authenticator().ciphertext(), NOON.plus(Duration.ofMinutes(10))));
    }

    @Test
    void remembersNothingOfARequestThatItDoesNotBelieve() {
        ReplaysInMemory replays = new ReplaysInMemory();
        assertThat(catchThrowable(
                        () -> exchange(replays).answer(request(GOOD), realm.at(NOON.plus(Duration.ofMinutes(6))))))
                .isInstanceOf(Refusal.class);
        assertThat(replays.size()).isZero();
    }

    @Test
    void serverAnswersTgsReqAndNothingElse() throws Refusal {
        TicketGrantingServer server = new TicketGrantingServer(exchange);
        Message other = new AsReq(ALICE, TICKET_GRANTING, NONCE, NOON, Bytes.EMPTY);

        assertThat(server.answer(request(GOOD), realm.now())).isInstanceOf(TgsRep.class);
        assertRefused(ErrorCode.KRB_AP_ERR_MSG_TYPE, () -> server.answer(other, realm.now()));
    }

    private TgsRepPart partOf(TgsRep reply) throws Refusal {
        return realm.seals().open(TgsRepPart.PART, reply.part(), SESSION_KEY, Trace.NONE);
    }
}
