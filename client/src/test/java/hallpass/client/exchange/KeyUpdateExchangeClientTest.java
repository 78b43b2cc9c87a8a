package hallpass.client.exchange;

import static hallpass.fixtures.ExchangeFixture.ALICE;
import static hallpass.fixtures.ExchangeFixture.BOB_KEY;
import static hallpass.fixtures.ExchangeFixture.NOON;
import static hallpass.fixtures.ExchangeFixture.SESSION_KEY;
import static hallpass.fixtures.ExchangeFixture.key;
import static hallpass.fixtures.RefusalAssertions.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.client.credential.CachedToken;
import hallpass.crypto.SymmetricKey;
import hallpass.fixtures.ExchangeFixture;
import hallpass.message.Authenticator;
import hallpass.message.ErrorCode;
import hallpass.message.KeyUpdateRep;
import hallpass.message.KeyUpdateRepPart;
import hallpass.message.KeyUpdateReq;
import hallpass.message.KeyUpdateReqPart;
import hallpass.trace.Trace;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeyUpdateExchangeClientTest {
    private static final SymmetricKey NEW_KEY = key("K_c", 0x70);

    private final ExchangeFixture lab = new ExchangeFixture();
    private final KeyUpdateExchangeClient exchange = new KeyUpdateExchangeClient(lab.sealer());
    private final CachedToken token = SampleCredentials.keyUpdateToken(lab);
    private KeyUpdateExchangeClient.PendingKeyUpdate pending;

    @BeforeEach
    void createRequest() throws Exception {
        pending = exchange.createRequest(token, NEW_KEY, lab.context());
    }

    @Test
    void sealsAuthenticatorAndNewKeyWithTheSameTimestamp() throws Exception {
        KeyUpdateReq request = pending.request();

        assertThat(request.token()).isEqualTo(token.token());
        assertThat(lab.sealer().open(Authenticator.FOR_KEY_UPDATE, request.authenticator(), SESSION_KEY, Trace.NONE))
                .isEqualTo(new Authenticator(ALICE, NOON));
        assertThat(lab.sealer().open(KeyUpdateReqPart.PART, request.newKey(), SESSION_KEY, Trace.NONE))
                .isEqualTo(new KeyUpdateReqPart(NEW_KEY, NOON));
    }

    @Test
    void returnsNewKeyVersion() throws Exception {
        assertThat(exchange.acceptReply(pending, reply(NOON.plusMillis(1), SESSION_KEY), token, lab.context()))
                .isEqualTo(7);
    }

    @Test
    void refusesReplyToAnotherRequest() {
        assertRefused(
                ErrorCode.KRB_AP_ERR_MODIFIED,
                () -> exchange.acceptReply(pending, reply(NOON.plusMillis(2), SESSION_KEY), token, lab.context()));
    }

    @Test
    void refusesReplyUnderAnotherKey() {
        assertRefused(
                ErrorCode.KRB_AP_ERR_BAD_INTEGRITY,
                () -> exchange.acceptReply(pending, reply(NOON.plusMillis(1), BOB_KEY), token, lab.context()));
    }

    @Test
    void doesNotSendExpiredToken() {
        assertRefused(
                ErrorCode.KRB_AP_ERR_TKT_EXPIRED,
                () -> exchange.createRequest(token, NEW_KEY, lab.contextAt(token.expiresAt())));
    }

    private KeyUpdateRep reply(Instant answer, SymmetricKey key) {
        return new KeyUpdateRep(
                lab.sealer().seal(KeyUpdateRepPart.PART, new KeyUpdateRepPart(7, answer), key, Trace.NONE));
    }
}
