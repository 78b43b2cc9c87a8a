package hallpass.client.exchange;

import static hallpass.fixtures.ExchangeFixture.ALICE;
import static hallpass.fixtures.ExchangeFixture.BOB_KEY;
import static hallpass.fixtures.ExchangeFixture.NOON;
import static hallpass.fixtures.ExchangeFixture.RESOURCE_SERVICE;
import static hallpass.fixtures.ExchangeFixture.SESSION_KEY;
import static hallpass.fixtures.RefusalAssertions.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.client.credential.CachedToken;
import hallpass.crypto.SymmetricKey;
import hallpass.fixtures.ExchangeFixture;
import hallpass.message.ApRep;
import hallpass.message.ApRepPart;
import hallpass.message.Authenticator;
import hallpass.message.ErrorCode;
import hallpass.trace.Action;
import hallpass.trace.Trace;
import hallpass.trace.TraceEvent.ActionPerformed;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ApExchangeClientTest {
    private final ExchangeFixture lab = new ExchangeFixture();
    private final ApExchangeClient exchange = new ApExchangeClient(lab.sealer());
    private final CachedToken token = SampleCredentials.token(lab);

    @Test
    void sendsTokenWithAuthenticator() throws Exception {
        ApExchangeClient.PendingApRequest pending = exchange.createRequest(token, lab.context());

        assertThat(pending.request().token()).isEqualTo(token.token());
        assertThat(lab.sealer()
                        .open(Authenticator.FOR_SERVICE, pending.request().authenticator(), SESSION_KEY, Trace.NONE))
                .isEqualTo(new Authenticator(ALICE, NOON));
    }

    @Test
    void doesNotSendExpiredToken() {
        assertRefused(
                ErrorCode.KRB_AP_ERR_TKT_EXPIRED,
                () -> exchange.createRequest(token, lab.contextAt(token.expiresAt())));
    }

    @Test
    void authenticatesServerByTimestampPlusOneMillisecond() throws Exception {
        ApExchangeClient.PendingApRequest pending = exchange.createRequest(token, lab.context());

        assertThat(exchange.acceptReply(pending, proof(NOON.plusMillis(1), SESSION_KEY), token, lab.context()))
                .isEqualTo(RESOURCE_SERVICE);
        assertThat(lab.trace().events(ActionPerformed.class))
                .contains(new ActionPerformed(Action.SERVER_AUTHENTICATED, RESOURCE_SERVICE.text()));
    }

    /** A clock may be finer than the wire format. */
    @Test
    void truncatesTimestampToMilliseconds() throws Exception {
        Instant finer = NOON.plusNanos(123_456);
        ApExchangeClient.PendingApRequest pending = exchange.createRequest(token, lab.contextAt(finer));

        assertThat(exchange.acceptReply(pending, proof(NOON.plusMillis(1), SESSION_KEY), token, lab.contextAt(finer)))
                .isEqualTo(RESOURCE_SERVICE);
    }

    @Test
    void refusesUnchangedTimestamp() throws Exception {
        ApExchangeClient.PendingApRequest pending = exchange.createRequest(token, lab.context());

        assertRefused(
                ErrorCode.KRB_AP_ERR_MODIFIED,
                () -> exchange.acceptReply(pending, proof(NOON, SESSION_KEY), token, lab.context()));
    }

    @Test
    void refusesProofUnderAnotherKey() throws Exception {
        ApExchangeClient.PendingApRequest pending = exchange.createRequest(token, lab.context());

        assertRefused(
                ErrorCode.KRB_AP_ERR_BAD_INTEGRITY,
                () -> exchange.acceptReply(pending, proof(NOON.plusMillis(1), BOB_KEY), token, lab.context()));
    }

    private ApRep proof(Instant answer, SymmetricKey key) {
        return new ApRep(lab.sealer().seal(ApRepPart.PART, new ApRepPart(answer), key, Trace.NONE));
    }
}
