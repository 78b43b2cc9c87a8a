package hallpass.client.exchange;

import static hallpass.testkit.LabRealm.ALICE;
import static hallpass.testkit.LabRealm.BOB_KEY;
import static hallpass.testkit.LabRealm.NOON;
import static hallpass.testkit.LabRealm.SESSION_KEY;
import static hallpass.testkit.LabRealm.key;
import static hallpass.testkit.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.client.credential.HeldToken;
import hallpass.crypto.SymmetricKey;
import hallpass.message.Authenticator;
import hallpass.message.ErrorCode;
import hallpass.message.KeyUpdatePart;
import hallpass.message.KeyUpdateRep;
import hallpass.message.KeyUpdateReq;
import hallpass.message.NewKeyPart;
import hallpass.testkit.LabRealm;
import hallpass.trace.Trace;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeyUpdateExchangeTest {
    private static final SymmetricKey NEW_KEY = key("K_c", 0x70);

    private final LabRealm lab = new LabRealm();
    private final KeyUpdateExchange exchange = new KeyUpdateExchange(lab.seals());
    private final HeldToken token = HeldInTests.keyUpdateToken(lab);
    private KeyUpdateExchange.Asked asked;

    @BeforeEach
    void ask() throws Exception {
        asked = exchange.ask(token, NEW_KEY, lab.now());
    }

    @Test
    void sealsTheAuthenticatorAndTheNewKeyWithTheSameTime() throws Exception {
        KeyUpdateReq request = asked.request();

        assertThat(request.token()).isEqualTo(token.token());
        assertThat(lab.seals().open(Authenticator.FOR_KEY_UPDATE, request.authenticator(), SESSION_KEY, Trace.NONE))
                .isEqualTo(new Authenticator(ALICE, NOON));
        assertThat(lab.seals().open(NewKeyPart.PART, request.newKey(), SESSION_KEY, Trace.NONE))
                .isEqualTo(new NewKeyPart(NEW_KEY, NOON));
    }

    @Test
    void learnsTheNewKeysVersion() throws Exception {
        assertThat(exchange.accept(asked, reply(NOON.plusMillis(1), SESSION_KEY), token, lab.now()))
                .isEqualTo(7);
    }

    @Test
    void refusesAReplyToAnotherRequest() {
        assertRefused(
                ErrorCode.KRB_AP_ERR_MODIFIED,
                () -> exchange.accept(asked, reply(NOON.plusMillis(2), SESSION_KEY), token, lab.now()));
    }

    @Test
    void refusesAReplyUnderAnotherKey() {
        assertRefused(
                ErrorCode.KRB_AP_ERR_BAD_INTEGRITY,
                () -> exchange.accept(asked, reply(NOON.plusMillis(1), BOB_KEY), token, lab.now()));
    }

    @Test
    void doesNotSendATokenAtItsExpiryInstant() {
        assertRefused(ErrorCode.KRB_AP_ERR_TKT_EXPIRED, () -> exchange.ask(token, NEW_KEY, lab.at(token.expiresAt())));
    }

    private KeyUpdateRep reply(Instant answer, SymmetricKey key) {
        return new KeyUpdateRep(lab.seals().seal(KeyUpdatePart.PART, new KeyUpdatePart(7, answer), key, Trace.NONE));
    }
}
