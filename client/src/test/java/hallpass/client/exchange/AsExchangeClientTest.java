package hallpass.client.exchange;

import static hallpass.fixtures.ExchangeFixture.ALICE;
import static hallpass.fixtures.ExchangeFixture.ALICE_KEY;
import static hallpass.fixtures.ExchangeFixture.BOB_KEY;
import static hallpass.fixtures.ExchangeFixture.CLOCK_SKEW;
import static hallpass.fixtures.ExchangeFixture.NOON;
import static hallpass.fixtures.ExchangeFixture.SESSION_KEY;
import static hallpass.fixtures.ExchangeFixture.TGS;
import static hallpass.fixtures.ExchangeFixture.TGS_KEY;
import static hallpass.fixtures.ExchangeFixture.credentialFor;
import static hallpass.fixtures.RefusalAssertions.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import hallpass.client.credential.CachedTicket;
import hallpass.crypto.Sealed;
import hallpass.crypto.SymmetricKey;
import hallpass.fixtures.ExchangeFixture;
import hallpass.fixtures.InsecureDeterministicRandomness;
import hallpass.message.AsRep;
import hallpass.message.AsRepPart;
import hallpass.message.AsReq;
import hallpass.message.ErrorCode;
import hallpass.message.Nonce;
import hallpass.message.PrincipalName;
import hallpass.message.Ticket;
import hallpass.protocol.Guard;
import hallpass.protocol.KdcReplyVerifier;
import hallpass.protocol.Profile;
import hallpass.trace.Check;
import hallpass.trace.Trace;
import hallpass.wire.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AsExchangeClientTest {
    private static final Duration TEN_HOURS = Duration.ofHours(10);

    private final ExchangeFixture lab = new ExchangeFixture();
    private final AsExchangeClient exchange =
            new AsExchangeClient(lab.sealer(), CLOCK_SKEW, KdcReplyVerifier.ACCEPT_ANY);
    private final AsExchangeClient nonceGuarded =
            new AsExchangeClient(lab.sealer(), CLOCK_SKEW, new Profile("lab", Set.of(Guard.NONCE)).asReplyVerifier());
    private final AsReq request =
            exchange.createRequest(ALICE, TGS, InsecureDeterministicRandomness.counting(), lab.context());

    @Test
    void sendsNonceAndTimestampWithoutPreAuthentication() {
        assertThat(request).isEqualTo(new AsReq(ALICE, TGS, new Nonce(0x0001020304050607L), NOON, Bytes.EMPTY));
    }

    @Test
    void returnsTicketWithSessionKey() throws Exception {
        AsRep reply = reply(TGS, request.nonce(), NOON, ALICE_KEY);

        CachedTicket held = exchange.acceptReply(request, reply, ALICE_KEY, lab.context());

        assertThat(held).isEqualTo(new CachedTicket(ALICE, TGS, SESSION_KEY, reply.ticket(), NOON, TEN_HOURS));
        assertThat(held.sessionKey().label()).isEqualTo("K_c,tgs");
        assertThat(lab.trace().checks()).containsExactly(Check.REPLY_SERVER_NAME, Check.CLOCK_SKEW);
    }

    @Test
    void reportsWrongPasswordForAnotherKey() {
        assertWrongPassword(reply(TGS, request.nonce(), NOON, ALICE_KEY), BOB_KEY);
    }

    /** One wrong key in 256 yields valid padding; the layout reveals those. */
    @Test
    void reportsWrongPasswordForManyWrongKeys() {
        AsRep reply = reply(TGS, request.nonce(), NOON, ALICE_KEY);
        InsecureDeterministicRandomness randomness = InsecureDeterministicRandomness.seeded(2);

        for (int i = 0; i < 2_000; i++) {
            assertWrongPassword(reply, SymmetricKey.random("K_c", 16, randomness));
        }
    }

    @Test
    void reportsWrongPasswordForAnotherServerName() {
        assertWrongPassword(reply(new PrincipalName("krbtgt/OTHER.TEST"), request.nonce(), NOON, ALICE_KEY), ALICE_KEY);
    }

    /** A11: an attacker who has an old session key replays the reply that contains it. */
    @Test
    void acceptsReplyToEarlierRequest() throws Exception {
        AsRep earlier = reply(TGS, new Nonce(1), NOON.minusSeconds(60), ALICE_KEY);

        assertThat(exchange.acceptReply(request, earlier, ALICE_KEY, lab.context())
                        .sessionKey())
                .isEqualTo(SESSION_KEY);
    }

    @Test
    void nonceGuardRefusesReplyToEarlierRequest() throws Exception {
        AsRep earlier = reply(TGS, new Nonce(1), NOON, ALICE_KEY);
        AsRep right = reply(TGS, request.nonce(), NOON, ALICE_KEY);

        assertRefused(
                ErrorCode.KRB_AP_ERR_MODIFIED,
                () -> nonceGuarded.acceptReply(request, earlier, ALICE_KEY, lab.context()));
        assertThat(nonceGuarded
                        .acceptReply(request, right, ALICE_KEY, lab.context())
                        .server())
                .isEqualTo(TGS);
    }

    @Test
    void nonceGuardReportsWrongPasswordForAnotherKey() {
        AsRep reply = reply(TGS, request.nonce(), NOON, ALICE_KEY);

        assertThatExceptionOfType(WrongPasswordException.class)
                .isThrownBy(() -> nonceGuarded.acceptReply(request, reply, BOB_KEY, lab.context()));
    }

    @Test
    void reportsWrongPasswordForEmptyPart() {
        AsRep reply = reply(TGS, request.nonce(), NOON, ALICE_KEY);
        assertWrongPassword(new AsRep(new Sealed<>(Bytes.EMPTY), reply.ticket()), ALICE_KEY);
    }

    @Test
    void reportsWhyThePasswordIsWrong() {
        AsRep reply = reply(new PrincipalName("krbtgt/OTHER.TEST"), request.nonce(), NOON, ALICE_KEY);

        assertThatExceptionOfType(WrongPasswordException.class)
                .isThrownBy(() -> exchange.acceptReply(request, reply, ALICE_KEY, lab.context()))
                .satisfies(wrong -> assertThat(wrong.client()).isEqualTo(ALICE))
                .satisfies(wrong -> assertThat(wrong.refusal().reason()).contains("server name"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-01T11:55:00Z", "2026-01-01T12:05:00Z"})
    void acceptsReplyAtTheSkewLimit(Instant issuedAt) throws Exception {
        AsRep reply = reply(TGS, request.nonce(), issuedAt, ALICE_KEY);

        assertThat(exchange.acceptReply(request, reply, ALICE_KEY, lab.context())
                        .issuedAt())
                .isEqualTo(issuedAt);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-01T11:54:59.999Z", "2026-01-01T12:05:00.001Z"})
    void refusesReplyBeyondTheSkewLimit(Instant issuedAt) {
        AsRep reply = reply(TGS, request.nonce(), issuedAt, ALICE_KEY);

        assertRefused(ErrorCode.KRB_AP_ERR_SKEW, () -> exchange.acceptReply(request, reply, ALICE_KEY, lab.context()));
    }

    private void assertWrongPassword(AsRep reply, SymmetricKey key) {
        assertThatExceptionOfType(WrongPasswordException.class)
                .isThrownBy(() -> exchange.acceptReply(request, reply, key, lab.context()));
    }

    private AsRep reply(PrincipalName server, Nonce nonce, Instant issuedAt, SymmetricKey key) {
        AsRepPart part = new AsRepPart(SESSION_KEY, server, issuedAt, TEN_HOURS, nonce);
        Ticket ticket = credentialFor(TGS).ticket();
        return new AsRep(
                lab.sealer().seal(AsRepPart.PART, part, key, Trace.NONE),
                lab.sealer().seal(Ticket.PART, ticket, TGS_KEY, Trace.NONE));
    }
}
