package hallpass.client.exchange;

import static hallpass.testkit.LabRealm.ALICE;
import static hallpass.testkit.LabRealm.BOB_KEY;
import static hallpass.testkit.LabRealm.DESK;
import static hallpass.testkit.LabRealm.NOON;
import static hallpass.testkit.LabRealm.SESSION_KEY;
import static hallpass.testkit.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.client.credential.HeldToken;
import hallpass.crypto.SymmetricKey;
import hallpass.message.ApRep;
import hallpass.message.Authenticator;
import hallpass.message.ErrorCode;
import hallpass.message.Proof;
import hallpass.testkit.LabRealm;
import hallpass.trace.Deed;
import hallpass.trace.Trace;
import hallpass.trace.TraceEvent.Done;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AuthenticationExchangeTest {
    private final LabRealm lab = new LabRealm();
    private final AuthenticationExchange exchange = new AuthenticationExchange(lab.seals());
    private final HeldToken token = HeldInTests.token(lab);

    @Test
    void showsTheTokenAndProvesToBeItsOwner() throws Exception {
        AuthenticationExchange.Asked asked = exchange.ask(token, lab.now());

        assertThat(asked.request().token()).isEqualTo(token.token());
        assertThat(lab.seals()
                        .open(Authenticator.FOR_SERVICE, asked.request().authenticator(), SESSION_KEY, Trace.NONE))
                .isEqualTo(new Authenticator(ALICE, NOON));
    }

    @Test
    void doesNotSendATokenAtItsExpiryInstant() {
        assertRefused(ErrorCode.KRB_AP_ERR_TKT_EXPIRED, () -> exchange.ask(token, lab.at(token.expiresAt())));
    }

    @Test
    void authenticatesAServerThatAnswersTheTimeOneMillisecondLater() throws Exception {
        AuthenticationExchange.Asked asked = exchange.ask(token, lab.now());

        assertThat(exchange.accept(asked, proof(NOON.plusMillis(1), SESSION_KEY), token, lab.now()))
                .isEqualTo(DESK);
        assertThat(lab.trace().events(Done.class)).contains(new Done(Deed.SERVER_AUTHENTICATED, DESK.text()));
    }

    /** The clock may count finer than the wire. */
    @Test
    void countsInTheMillisecondsOfTheWire() throws Exception {
        Instant finer = NOON.plusNanos(123_456);
        AuthenticationExchange.Asked asked = exchange.ask(token, lab.at(finer));

        assertThat(exchange.accept(asked, proof(NOON.plusMillis(1), SESSION_KEY), token, lab.at(finer)))
                .isEqualTo(DESK);
    }

    @Test
    void refusesTheTimeSentBackAsItWas() throws Exception {
        AuthenticationExchange.Asked asked = exchange.ask(token, lab.now());

        assertRefused(
                ErrorCode.KRB_AP_ERR_MODIFIED,
                () -> exchange.accept(asked, proof(NOON, SESSION_KEY), token, lab.now()));
    }

    @Test
    void refusesAProofUnderAnotherKey() throws Exception {
        AuthenticationExchange.Asked asked = exchange.ask(token, lab.now());

        assertRefused(
                ErrorCode.KRB_AP_ERR_BAD_INTEGRITY,
                () -> exchange.accept(asked, proof(NOON.plusMillis(1), BOB_KEY), token, lab.now()));
    }

    private ApRep proof(Instant answer, SymmetricKey key) {
        return new ApRep(lab.seals().seal(Proof.PART, new Proof(answer), key, Trace.NONE));
    }
}
