package hallpass.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import hallpass.crypto.SymmetricKey;
import hallpass.message.Authenticator;
import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.message.Ticket;
import hallpass.message.TicketPart;
import hallpass.message.Token;
import hallpass.trace.Trace;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApRequestVerifierTest {
    private static final PrincipalName ALICE = new PrincipalName("alice");
    private static final PrincipalName BOB = new PrincipalName("bob");
    private static final PrincipalName DESK = new PrincipalName("desk/localhost");
    private static final PrincipalName OTHER_DESK = new PrincipalName("desk/elsewhere");
    private static final String HERE = "127.0.0.1";
    private static final String ELSEWHERE = "192.0.2.1";
    private static final Instant ISSUED = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration LIFE = Duration.ofHours(10);
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
    private static final SymmetricKey KEY = SymmetricKey.of("K_c,s", new byte[16]);

    private final ApRequestVerifier verifier = new ApRequestVerifier(DESK, new ClockSkew(FIVE_MINUTES));

    @Test
    void acceptsValidTokenAndValidTicket() throws Refusal {
        verifier.verify(token(DESK, ALICE), authenticator(ALICE, ISSUED), contextAt(ISSUED));
        verifier.verify(
                new Ticket(KEY, ALICE, HERE, DESK, ISSUED, LIFE), authenticator(ALICE, ISSUED), contextAt(ISSUED));
    }

    @Test
    void refusesTicketForAnotherServer() {
        assertThat(refusalCode(token(OTHER_DESK, ALICE), authenticator(ALICE, ISSUED), contextAt(ISSUED)))
                .isEqualTo(ErrorCode.KRB_AP_ERR_NOT_US);
    }

    @Test
    void refusesAuthenticatorOfAnotherUser() {
        assertThat(refusalCode(token(DESK, ALICE), authenticator(BOB, ISSUED), contextAt(ISSUED)))
                .isEqualTo(ErrorCode.KRB_AP_ERR_BADMATCH);
    }

    @Test
    void refusesTicketFromAnotherAddress() {
        assertThat(refusalCode(
                        token(DESK, ALICE),
                        authenticator(ALICE, ISSUED),
                        new ExchangeContext(ISSUED, ELSEWHERE, Trace.NONE)))
                .isEqualTo(ErrorCode.KRB_AP_ERR_BADADDR);
    }

    @Test
    void reportsTheFirstFailedCheck() {
        Instant late = ISSUED.plus(LIFE);
        ExchangeContext elsewhere = new ExchangeContext(late, ELSEWHERE, Trace.NONE);
        Authenticator skewed = authenticator(BOB, ISSUED);

        assertThat(refusalCode(token(OTHER_DESK, ALICE), skewed, elsewhere)).isEqualTo(ErrorCode.KRB_AP_ERR_NOT_US);
        assertThat(refusalCode(token(DESK, ALICE), skewed, elsewhere)).isEqualTo(ErrorCode.KRB_AP_ERR_BADMATCH);
        assertThat(refusalCode(token(DESK, BOB), skewed, elsewhere)).isEqualTo(ErrorCode.KRB_AP_ERR_BADADDR);
        assertThat(refusalCode(token(DESK, BOB), skewed, contextAt(late))).isEqualTo(ErrorCode.KRB_AP_ERR_SKEW);
        assertThat(refusalCode(token(DESK, BOB), authenticator(BOB, late), contextAt(late)))
                .isEqualTo(ErrorCode.KRB_AP_ERR_TKT_EXPIRED);
    }

    /**
     * Milliseconds from the expiry instant, on the local clock and in the authenticator. The skew
     * does not extend the lifetime.
     */
    @ParameterizedTest
    @CsvSource({
        "-1, -1, true",
        "-1, 0, false",
        "0, -1, false",
        "0, 0, false",
        "1, 1, false",
        "-300000, 0, false",
        "-300001, -1, true",
        "299999, -1, false",
    })
    void refusesTicketAtItsExpiryInstantByEitherClock(long own, long used, boolean good) {
        Instant expiry = ISSUED.plus(LIFE);
        Authenticator authenticator = authenticator(ALICE, expiry.plusMillis(used));

        if (good) {
            assertAccepted(token(DESK, ALICE), authenticator, contextAt(expiry.plusMillis(own)));
        } else {
            assertThat(refusalCode(token(DESK, ALICE), authenticator, contextAt(expiry.plusMillis(own))))
                    .isEqualTo(ErrorCode.KRB_AP_ERR_TKT_EXPIRED);
        }
    }

    @Test
    void acceptsStartTimeAheadByTheClockSkew() {
        Instant early = ISSUED.minus(FIVE_MINUTES);

        assertAccepted(token(DESK, ALICE), authenticator(ALICE, early), contextAt(early));
        assertThat(refusalCode(token(DESK, ALICE), authenticator(ALICE, early), contextAt(early.minusMillis(1))))
                .isEqualTo(ErrorCode.KRB_AP_ERR_TKT_NYV);
    }

    @Test
    void refusesTicketWithZeroLifetime() {
        Token token = new Token(KEY, ALICE, HERE, DESK, ISSUED, Duration.ZERO);

        assertThat(refusalCode(token, authenticator(ALICE, ISSUED), contextAt(ISSUED)))
                .isEqualTo(ErrorCode.KRB_AP_ERR_TKT_EXPIRED);
    }

    private static Token token(PrincipalName server, PrincipalName client) {
        return new Token(KEY, client, HERE, server, ISSUED, LIFE);
    }

    private static Authenticator authenticator(PrincipalName client, Instant sentAt) {
        return new Authenticator(client, sentAt);
    }

    private static ExchangeContext contextAt(Instant now) {
        return new ExchangeContext(now, HERE, Trace.NONE);
    }

    private void assertAccepted(TicketPart ticket, Authenticator authenticator, ExchangeContext context) {
        assertThatCode(() -> verifier.verify(ticket, authenticator, context)).doesNotThrowAnyException();
    }

    private ErrorCode refusalCode(TicketPart ticket, Authenticator authenticator, ExchangeContext context) {
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> verifier.verify(ticket, authenticator, context));
        assertThat(refusal).isNotNull();
        return refusal.code();
    }
}
