package hallpass.as;

import static hallpass.testkit.LabRealm.ALICE;
import static hallpass.testkit.LabRealm.NOON;
import static hallpass.testkit.LabRealm.POLICY;
import static hallpass.testkit.LabRealm.TICKET_GRANTING;
import static hallpass.testkit.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.crypto.Sealed;
import hallpass.message.ApReq;
import hallpass.message.AsRep;
import hallpass.message.AsReq;
import hallpass.message.CertificateReq;
import hallpass.message.ErrorCode;
import hallpass.message.KeyUpdateReq;
import hallpass.message.Message;
import hallpass.message.Nonce;
import hallpass.protocol.Applicants;
import hallpass.protocol.Refusal;
import hallpass.protocol.ReplayCache;
import hallpass.testkit.InsecureScriptedRandomness;
import hallpass.testkit.LabRealm;
import hallpass.wire.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuthenticationServerTest {
    private final LabRealm realm = new LabRealm();
    private final AuthenticationServer server = new AuthenticationServer(
            new AuthenticationExchange(
                    realm.principals(),
                    Applicants.known(realm.principals()),
                    realm.seals(),
                    InsecureScriptedRandomness.counting(),
                    POLICY,
                    PreAuthentication.NONE),
            new KeyUpdateExchange(realm.principals(), realm.seals(), POLICY, ReplayCache.OFF));

    @Test
    void answersAsReqAndKeyUpdateReq() throws Refusal {
        assertThat(server.answer(new AsReq(ALICE, TICKET_GRANTING, new Nonce(1), NOON, Bytes.EMPTY), realm.now()))
                .isInstanceOf(AsRep.class);
        // Its own refusal, so it got to its exchange.
        assertRefused(
                ErrorCode.KRB_AP_ERR_BAD_INTEGRITY,
                () -> server.answer(new KeyUpdateReq(nothing(), nothing(), nothing()), realm.now()));
    }

    @Test
    void answersNothingElse() {
        for (Message other : List.of(
                new ApReq(nothing(), nothing()), new AsRep(nothing(), nothing()), new CertificateReq(ALICE, NOON))) {
            assertRefused(ErrorCode.KRB_AP_ERR_MSG_TYPE, () -> server.answer(other, realm.now()));
        }
    }

    private static <T> Sealed<T> nothing() {
        return new Sealed<>(Bytes.EMPTY);
    }
}
