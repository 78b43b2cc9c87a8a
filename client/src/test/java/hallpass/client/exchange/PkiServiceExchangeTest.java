package hallpass.client.exchange;

import static hallpass.client.exchange.HeldInTests.CLIENT;
import static hallpass.testkit.LabRealm.BOB_KEY;
import static hallpass.testkit.LabRealm.NOON;
import static hallpass.testkit.LabRealm.SESSION_KEY;
import static hallpass.testkit.LabRealm.SKEW;
import static hallpass.testkit.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.client.credential.HeldSession;
import hallpass.crypto.Sealed;
import hallpass.crypto.SymmetricKey;
import hallpass.message.ErrorCode;
import hallpass.message.PkiServiceRep;
import hallpass.message.PkiServiceReq;
import hallpass.message.ReplyDataPart;
import hallpass.message.RequestPart;
import hallpass.testkit.LabRealm;
import hallpass.trace.Trace;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PkiServiceExchangeTest {
    private static final PkiServiceReq ASKED = new PkiServiceReq(CLIENT, Sealed.none());

    private final LabRealm lab = new LabRealm();
    private final PkiServiceExchange exchange = new PkiServiceExchange(lab.seals(), SKEW);
    private final HeldSession session = HeldInTests.session();

    @Test
    void namesTheClientInClearAndSealsTheRequestWithTheTime() throws Exception {
        PkiServiceReq request = exchange.ask(session, "memo", lab.now());

        assertThat(request.client()).isEqualTo(CLIENT);
        assertThat(lab.seals().open(RequestPart.FOR_PKI, request.request(), SESSION_KEY, Trace.NONE))
                .isEqualTo(new RequestPart("memo", NOON));
    }

    @Test
    void doesNotAskUnderASessionAtItsExpiryInstant() {
        assertRefused(
                ErrorCode.HP_ERR_SESSION_EXPIRED, () -> exchange.ask(session, "memo", lab.at(session.expiresAt())));
    }

    @Test
    void givesTheData() throws Exception {
        assertThat(exchange.accept(ASKED, reply(NOON, SESSION_KEY), session, lab.now()))
                .isEqualTo("the data");
    }

    @Test
    void refusesDataUnderAnotherKey() {
        assertRefused(
                ErrorCode.KRB_AP_ERR_BAD_INTEGRITY,
                () -> exchange.accept(ASKED, reply(NOON, BOB_KEY), session, lab.now()));
    }

    @Test
    void refusesDataThatWasNotSaidNow() {
        Instant early = NOON.plus(SKEW.allowed()).plusMillis(1);

        assertRefused(
                ErrorCode.KRB_AP_ERR_SKEW, () -> exchange.accept(ASKED, reply(early, SESSION_KEY), session, lab.now()));
    }

    private PkiServiceRep reply(Instant sentAt, SymmetricKey key) {
        ReplyDataPart part = new ReplyDataPart("the data", sentAt);
        return new PkiServiceRep(lab.seals().seal(ReplyDataPart.FOR_PKI, part, key, Trace.NONE));
    }
}
