package hallpass.as;

import static hallpass.fixtures.ExchangeFixture.ALICE;
import static hallpass.fixtures.ExchangeFixture.NOON;
import static hallpass.fixtures.ExchangeFixture.POLICY;
import static hallpass.fixtures.ExchangeFixture.TGS;
import static hallpass.fixtures.RefusalAssertions.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.crypto.Sealed;
import hallpass.fixtures.ExchangeFixture;
import hallpass.fixtures.InsecureDeterministicRandomness;
import hallpass.message.ApReq;
import hallpass.message.AsRep;
import hallpass.message.AsReq;
import hallpass.message.ErrorCode;
import hallpass.message.KeyUpdateReq;
import hallpass.message.Message;
import hallpass.message.Nonce;
import hallpass.message.ServerCertificateReq;
import hallpass.protocol.ClientLookup;
import hallpass.protocol.Refusal;
import hallpass.protocol.ReplayCache;
import hallpass.wire.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;

class AsRequestHandlerTest {
    private final ExchangeFixture realm = new ExchangeFixture();
    private final AsRequestHandler handler = new AsRequestHandler(
            new AsExchange(
                    realm.principals(),
                    ClientLookup.of(realm.principals()),
                    realm.sealer(),
                    InsecureDeterministicRandomness.counting(),
                    POLICY,
                    PreAuthentication.NONE),
            new KeyUpdateExchange(realm.principals(), realm.sealer(), POLICY, ReplayCache.DISABLED));

    @Test
    void answersAsReqAndKeyUpdateReq() throws Refusal {
        assertThat(handler.handle(new AsReq(ALICE, TGS, new Nonce(1), NOON, Bytes.EMPTY), realm.context()))
                .isInstanceOf(AsRep.class);
        // The refusal of the key update exchange shows that the request reached it.
        assertRefused(
                ErrorCode.KRB_AP_ERR_BAD_INTEGRITY,
                () -> handler.handle(new KeyUpdateReq(emptySealed(), emptySealed(), emptySealed()), realm.context()));
    }

    @Test
    void refusesOtherMessageTypes() {
        for (Message other : List.of(
                new ApReq(emptySealed(), emptySealed()),
                new AsRep(emptySealed(), emptySealed()),
                new ServerCertificateReq(ALICE, NOON))) {
            assertRefused(ErrorCode.KRB_AP_ERR_MSG_TYPE, () -> handler.handle(other, realm.context()));
        }
    }

    private static <T> Sealed<T> emptySealed() {
        return new Sealed<>(Bytes.EMPTY);
    }
}
