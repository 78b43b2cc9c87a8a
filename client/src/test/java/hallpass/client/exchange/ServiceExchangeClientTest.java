package hallpass.client.exchange;

import static hallpass.fixtures.ExchangeFixture.BOB_KEY;
import static hallpass.fixtures.ExchangeFixture.CLOCK_SKEW;
import static hallpass.fixtures.ExchangeFixture.NOON;
import static hallpass.fixtures.ExchangeFixture.SESSION_KEY;
import static hallpass.fixtures.RefusalAssertions.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.client.credential.CachedToken;
import hallpass.crypto.Sealed;
import hallpass.crypto.SymmetricKey;
import hallpass.fixtures.ExchangeFixture;
import hallpass.message.ApRepPart;
import hallpass.message.ErrorCode;
import hallpass.message.ServiceRep;
import hallpass.message.ServiceRepPart;
import hallpass.message.ServiceReq;
import hallpass.message.ServiceReqPart;
import hallpass.trace.Trace;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ServiceExchangeClientTest {
    private final ExchangeFixture lab = new ExchangeFixture();
    private final ServiceExchangeClient exchange = new ServiceExchangeClient(lab.sealer(), CLOCK_SKEW);
    private final CachedToken token = SampleCredentials.token(lab);
    private final ServiceReq request = exchange.createRequest(token, "memo", lab.context());

    @Test
    void sealsRequestWithTimestamp() throws Exception {
        assertThat(lab.sealer()
                        .open(
                                ServiceReqPart.FOR_SERVICE,
                                exchange.createRequest(token, "memo", lab.context())
                                        .request(),
                                SESSION_KEY,
                                Trace.NONE))
                .isEqualTo(new ServiceReqPart("memo", NOON));
    }

    @Test
    void returnsData() throws Exception {
        assertThat(exchange.acceptReply(request, reply(NOON, SESSION_KEY), token, lab.context()))
                .isEqualTo("take this morning's class");
    }

    @Test
    void refusesDataUnderAnotherKey() {
        assertRefused(
                ErrorCode.KRB_AP_ERR_BAD_INTEGRITY,
                () -> exchange.acceptReply(request, reply(NOON, BOB_KEY), token, lab.context()));
    }

    @Test
    void refusesStaleData() {
        Instant late = NOON.minus(CLOCK_SKEW.allowed()).minusMillis(1);

        assertRefused(
                ErrorCode.KRB_AP_ERR_SKEW,
                () -> exchange.acceptReply(request, reply(late, SESSION_KEY), token, lab.context()));
    }

    @Test
    void refusesReplyWithAnotherLayout() {
        Sealed<ApRepPart> proof = lab.sealer().seal(ApRepPart.PART, new ApRepPart(NOON), SESSION_KEY, Trace.NONE);
        ServiceRep reply = new ServiceRep(new Sealed<>(proof.ciphertext()));

        assertRefused(ErrorCode.KRB_AP_ERR_MODIFIED, () -> exchange.acceptReply(request, reply, token, lab.context()));
    }

    private ServiceRep reply(Instant sentAt, SymmetricKey key) {
        ServiceRepPart part = new ServiceRepPart("take this morning's class", sentAt);
        return new ServiceRep(lab.sealer().seal(ServiceRepPart.FOR_SERVICE, part, key, Trace.NONE));
    }
}
