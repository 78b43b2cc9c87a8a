package hallpass.client.exchange;

import static hallpass.client.exchange.SampleCredentials.CLIENT;
import static hallpass.fixtures.ExchangeFixture.BOB_KEY;
import static hallpass.fixtures.ExchangeFixture.CLOCK_SKEW;
import static hallpass.fixtures.ExchangeFixture.NOON;
import static hallpass.fixtures.ExchangeFixture.SESSION_KEY;
import static hallpass.fixtures.RefusalAssertions.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.client.credential.CachedSession;
import hallpass.crypto.Sealed;
import hallpass.crypto.SymmetricKey;
import hallpass.fixtures.ExchangeFixture;
import hallpass.message.ErrorCode;
import hallpass.message.PkiServiceRep;
import hallpass.message.PkiServiceReq;
import hallpass.message.ServiceRepPart;
import hallpass.message.ServiceReqPart;
import hallpass.trace.Trace;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PkiServiceExchangeClientTest {
    private static final PkiServiceReq REQUEST = new PkiServiceReq(CLIENT, Sealed.empty());

    private final ExchangeFixture lab = new ExchangeFixture();
    private final PkiServiceExchangeClient exchange = new PkiServiceExchangeClient(lab.sealer(), CLOCK_SKEW);
    private final CachedSession session = SampleCredentials.session();

    @Test
    void sendsClientNameInClearAndSealsRequestWithTimestamp() throws Exception {
        PkiServiceReq request = exchange.createRequest(session, "memo", lab.context());

        assertThat(request.client()).isEqualTo(CLIENT);
        assertThat(lab.sealer().open(ServiceReqPart.FOR_PKI, request.request(), SESSION_KEY, Trace.NONE))
                .isEqualTo(new ServiceReqPart("memo", NOON));
    }

    @Test
    void doesNotUseExpiredSession() {
        assertRefused(
                ErrorCode.HP_ERR_SESSION_EXPIRED,
                () -> exchange.createRequest(session, "memo", lab.contextAt(session.expiresAt())));
    }

    @Test
    void returnsData() throws Exception {
        assertThat(exchange.acceptReply(REQUEST, reply(NOON, SESSION_KEY), session, lab.context()))
                .isEqualTo("the data");
    }

    @Test
    void refusesDataUnderAnotherKey() {
        assertRefused(
                ErrorCode.KRB_AP_ERR_BAD_INTEGRITY,
                () -> exchange.acceptReply(REQUEST, reply(NOON, BOB_KEY), session, lab.context()));
    }

    @Test
    void refusesStaleData() {
        Instant early = NOON.plus(CLOCK_SKEW.allowed()).plusMillis(1);

        assertRefused(
                ErrorCode.KRB_AP_ERR_SKEW,
                () -> exchange.acceptReply(REQUEST, reply(early, SESSION_KEY), session, lab.context()));
    }

    private PkiServiceRep reply(Instant sentAt, SymmetricKey key) {
        ServiceRepPart part = new ServiceRepPart("the data", sentAt);
        return new PkiServiceRep(lab.sealer().seal(ServiceRepPart.FOR_PKI, part, key, Trace.NONE));
    }
}
