package hallpass.client.exchange;

import static hallpass.testkit.LabRealm.BOB_KEY;
import static hallpass.testkit.LabRealm.NOON;
import static hallpass.testkit.LabRealm.SESSION_KEY;
import static hallpass.testkit.LabRealm.SKEW;
import static hallpass.testkit.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.client.credential.HeldToken;
import hallpass.crypto.Sealed;
import hallpass.crypto.SymmetricKey;
import hallpass.message.ErrorCode;
import hallpass.message.Proof;
import hallpass.message.ReplyDataPart;
import hallpass.message.RequestPart;
import hallpass.message.ServiceRep;
import hallpass.message.ServiceReq;
import hallpass.testkit.LabRealm;
import hallpass.trace.Trace;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ServiceExchangeTest {
    private final LabRealm lab = new LabRealm();
    private final ServiceExchange exchange = new ServiceExchange(lab.seals(), SKEW);
    private final HeldToken token = HeldInTests.token(lab);
    private final ServiceReq asked = exchange.ask(token, "memo", lab.now());

    @Test
    void sealsTheRequestWithTheTime() throws Exception {
        assertThat(lab.seals()
                        .open(
                                RequestPart.FOR_SERVICE,
                                exchange.ask(token, "memo", lab.now()).request(),
                                SESSION_KEY,
                                Trace.NONE))
                .isEqualTo(new RequestPart("memo", NOON));
    }

    @Test
    void givesTheData() throws Exception {
        assertThat(exchange.accept(asked, reply(NOON, SESSION_KEY), token, lab.now()))
                .isEqualTo("take this morning's class");
    }

    @Test
    void refusesDataUnderAnotherKey() {
        assertRefused(
                ErrorCode.KRB_AP_ERR_BAD_INTEGRITY,
                () -> exchange.accept(asked, reply(NOON, BOB_KEY), token, lab.now()));
    }

    @Test
    void refusesDataThatWasNotSaidNow() {
        Instant late = NOON.minus(SKEW.allowed()).minusMillis(1);

        assertRefused(
                ErrorCode.KRB_AP_ERR_SKEW, () -> exchange.accept(asked, reply(late, SESSION_KEY), token, lab.now()));
    }

    @Test
    void refusesAReplyThatIsLaidOutAsSomethingElse() {
        Sealed<Proof> proof = lab.seals().seal(Proof.PART, new Proof(NOON), SESSION_KEY, Trace.NONE);
        ServiceRep reply = new ServiceRep(new Sealed<>(proof.ciphertext()));

        assertRefused(ErrorCode.KRB_AP_ERR_MODIFIED, () -> exchange.accept(asked, reply, token, lab.now()));
    }

    private ServiceRep reply(Instant sentAt, SymmetricKey key) {
        ReplyDataPart part = new ReplyDataPart("take this morning's class", sentAt);
        return new ServiceRep(lab.seals().seal(ReplyDataPart.FOR_SERVICE, part, key, Trace.NONE));
    }
}
