package hallpass.tgs;

import static hallpass.fixtures.ExchangeFixture.ALICE;
import static hallpass.fixtures.ExchangeFixture.NOON;
import static hallpass.fixtures.ExchangeFixture.POLICY;
import static hallpass.fixtures.ExchangeFixture.TOKEN_LIFETIME;
import static hallpass.fixtures.RefusalAssertions.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.fixtures.InsecureDeterministicRandomness;
import hallpass.message.ErrorCode;
import hallpass.message.Token;
import hallpass.protocol.Guard;
import hallpass.protocol.KdcPolicy;
import hallpass.protocol.Profile;
import hallpass.protocol.Refusal;
import hallpass.protocol.ReplayCache;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lifetime of a token relative to its ticket, and expiry of tickets. */
class TgsExchangeTokenLifetimeTest extends TgsExchangeTestBase {
    private static final Instant EXPIRY = GOOD.ticket().expiresAt();

    private final TgsExchange cappedExchange = new TgsExchange(
            realm.principals(),
            realm.sealer(),
            InsecureDeterministicRandomness.counting(),
            new KdcPolicy(
                    POLICY.ticketGrantingService(),
                    POLICY.keyUpdateService(),
                    POLICY.ticketLifetime(),
                    new Profile("lab", Set.of(Guard.LIFETIME_CAP)).tokenLifetimePolicy(TOKEN_LIFETIME),
                    POLICY.skew()),
            ReplayCache.DISABLED);

    /** Remaining lifetime of the ticket and lifetime of the token, which is 8 hours at most. */
    @ParameterizedTest
    @CsvSource({"36000, 28800", "28801, 28800", "28800, 28800", "28799, 28799", "60, 60", "1, 1"})
    void capsTokenAtTicketExpiryWithLifetimeCap(long ticketSeconds, long tokenSeconds) throws Refusal {
        Instant now = EXPIRY.minusSeconds(ticketSeconds);

        Token token = tokenOf(cappedExchange.answer(request(GOOD, ALICE, now), realm.contextAt(now)));

        assertThat(token.lifetime()).hasSeconds(tokenSeconds);
        assertThat(token.expiresAt()).isBeforeOrEqualTo(EXPIRY);
    }

    /** Attack A9: a ticket that expires in a second yields a token of the full lifetime. */
    @Test
    void tokenOutlivesItsTicketWithoutLifetimeCap() throws Refusal {
        Instant now = EXPIRY.minusSeconds(1);

        Token token = tokenOf(exchange.answer(request(GOOD, ALICE, now), realm.contextAt(now)));

        assertThat(token.expiresAt()).isEqualTo(now.plus(TOKEN_LIFETIME)).isAfter(EXPIRY);
    }

    @Test
    void roundsLifetimeDownToSecondsWithLifetimeCap() throws Refusal {
        Instant now = EXPIRY.minusMillis(1999);

        assertThat(tokenOf(cappedExchange.answer(request(GOOD, ALICE, now), realm.contextAt(now)))
                        .lifetime())
                .hasSeconds(1);
    }

    @Test
    void issuesNoTokenOfZeroLifetimeWithLifetimeCap() {
        Instant now = EXPIRY.minusMillis(999);

        assertRefused(
                ErrorCode.KRB_AP_ERR_TKT_EXPIRED,
                () -> cappedExchange.answer(request(GOOD, ALICE, now), realm.contextAt(now)));
    }

    @Test
    void refusesTicketAtItsExpiryInstant() {
        assertRefused(
                ErrorCode.KRB_AP_ERR_TKT_EXPIRED,
                () -> exchange.answer(request(GOOD, ALICE, EXPIRY.minusMillis(1)), realm.contextAt(EXPIRY)));
        assertRefused(
                ErrorCode.KRB_AP_ERR_TKT_EXPIRED,
                () -> exchange.answer(request(GOOD, ALICE, EXPIRY), realm.contextAt(EXPIRY.minusMillis(1))));
    }

    @Test
    void refusesTicketThatIsNotValidYet() {
        Instant issued = NOON.plus(Duration.ofMinutes(5)).plusMillis(1);

        assertRefused(
                ErrorCode.KRB_AP_ERR_TKT_NYV,
                () -> exchange.answer(request(GOOD.withIssuedAt(issued)), realm.context()));
    }
}
