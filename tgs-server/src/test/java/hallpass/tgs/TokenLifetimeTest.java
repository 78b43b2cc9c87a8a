package hallpass.tgs;

import static hallpass.testkit.LabRealm.ALICE;
import static hallpass.testkit.LabRealm.NOON;
import static hallpass.testkit.LabRealm.POLICY;
import static hallpass.testkit.LabRealm.TOKEN_LIFETIME;
import static hallpass.testkit.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.message.ErrorCode;
import hallpass.message.Token;
import hallpass.protocol.Guard;
import hallpass.protocol.KdcPolicy;
import hallpass.protocol.Profile;
import hallpass.protocol.Refusal;
import hallpass.protocol.ReplayCache;
import hallpass.testkit.InsecureScriptedRandomness;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a token lasts beside its ticket, and from when on a ticket is worth none. */
class TokenLifetimeTest extends TokenRequests {
    private static final Instant EXPIRY = GOOD.ticket().expiresAt();

    private final TicketGrantingExchange capped = new TicketGrantingExchange(
            realm.principals(),
            realm.seals(),
            InsecureScriptedRandomness.counting(),
            new KdcPolicy(
                    POLICY.ticketGranting(),
                    POLICY.keyUpdate(),
                    POLICY.ticketLifetime(),
                    new Profile("lab", Set.of(Guard.LIFETIME_CAP)).tokenLifetime(TOKEN_LIFETIME),
                    POLICY.skew()),
            ReplayCache.OFF);

    /** Seconds that the ticket has left, and that the token gets: at most the policy's eight hours. */
    @ParameterizedTest
    @CsvSource({"36000, 28800", "28801, 28800", "28800, 28800", "28799, 28799", "60, 60", "1, 1"})
    void neverLetsATokenOutliveItsTicketWithLifetimeCap(long left, long given) throws Refusal {
        Instant now = EXPIRY.minusSeconds(left);

        Token token = tokenOf(capped.answer(request(GOOD, ALICE, now), realm.at(now)));

        assertThat(token.lifetime()).hasSeconds(given);
        assertThat(token.expiresAt()).isBeforeOrEqualTo(EXPIRY);
    }

    /** A9: a ticket that ends in a second is worth a token for as long as the realm gives any. */
    @Test
    void letsATokenOutliveItsTicket() throws Refusal {
        Instant now = EXPIRY.minusSeconds(1);

        Token token = tokenOf(exchange.answer(request(GOOD, ALICE, now), realm.at(now)));

        assertThat(token.expiresAt()).isEqualTo(now.plus(TOKEN_LIFETIME)).isAfter(EXPIRY);
    }

    @Test
    void losesTheRestOfASecondRatherThanOutliveTheTicketWithLifetimeCap() throws Refusal {
        Instant now = EXPIRY.minusMillis(1999);

        assertThat(tokenOf(capped.answer(request(GOOD, ALICE, now), realm.at(now)))
                        .lifetime())
                .hasSeconds(1);
    }

    @Test
    void issuesNoTokenThatWouldBeDeadOnArrivalWithLifetimeCap() {
        Instant now = EXPIRY.minusMillis(999);

        assertRefused(ErrorCode.KRB_AP_ERR_TKT_EXPIRED, () -> capped.answer(request(GOOD, ALICE, now), realm.at(now)));
    }

    @Test
    void refusesTicketAtItsExpiryInstant() {
        assertRefused(
                ErrorCode.KRB_AP_ERR_TKT_EXPIRED,
                () -> exchange.answer(request(GOOD, ALICE, EXPIRY.minusMillis(1)), realm.at(EXPIRY)));
        assertRefused(
                ErrorCode.KRB_AP_ERR_TKT_EXPIRED,
                () -> exchange.answer(request(GOOD, ALICE, EXPIRY), realm.at(EXPIRY.minusMillis(1))));
    }

    @Test
    void refusesATicketThatIsNotValidYet() {
        Instant issued = NOON.plus(Duration.ofMinutes(5)).plusMillis(1);

        assertRefused(
                ErrorCode.KRB_AP_ERR_TKT_NYV, () -> exchange.answer(request(GOOD.withIssuedAt(issued)), realm.now()));
    }
}
