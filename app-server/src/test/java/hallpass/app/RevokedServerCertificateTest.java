package hallpass.app;

import static hallpass.app.TestRealm.NOW;
import static hallpass.testkit.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.message.ErrorCode;
import hallpass.pki.CertificateState.Good;
import hallpass.pki.CertificateState.Revoked;
import hallpass.pki.CertificateState.Unknown;
import hallpass.pki.RevocationReason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How a server learns that its own certificate was revoked, and what it does then. */
class RevokedServerCertificateTest extends KeeperAtWork {
    private static final Revoked STOLEN = new Revoked(NOW, RevocationReason.KEY_COMPROMISE);

    @Test
    void asksEveryThreeSecondsWhetherItsCertificateWasRevoked() throws Exception {
        for (int i = 0; i <= 60; i++) {
            lookAt(NOW.plusMillis(500L * i));
        }

        assertThat(authority.asked).isEqualTo(10);
    }

    @Test
    void neverAsksWithoutTheGuard() throws Exception {
        keeper = keeper(false);
        for (int i = 0; i < 60; i++) {
            lookAt(NOW.plusMillis(500L * i));
        }

        assertThat(authority.asked).isZero();
    }

    @Test
    void showsARevokedCertificateToNobodyAndSaysWhatToType() throws Exception {
        lookAt(NOW);
        authority.state = STOLEN;
        lookAt(NOW.plusSeconds(3));

        assertRefused(ErrorCode.HP_ERR_CERTIFICATE_REVOKED, () -> registration.require());
        assertRefused(ErrorCode.HP_ERR_CERTIFICATE_REVOKED, () -> registration.openers(now));
        assertThat(told)
                .containsExactly(
                        "its certificate was revoked (keyCompromise): find out why; then, to have it register anew, type hallpass app enrol");
    }

    @Test
    void registersAnewAfterARevocationOnlyWhenTold() throws Exception {
        lookAt(NOW);
        authority.state = STOLEN;
        lookAt(NOW.plusSeconds(3));
        for (int day = 1; day < 60; day++) {
            lookAt(NOW.plus(Duration.ofDays(day)));
        }
        assertThat(authority.issued).isEqualTo(1);

        authority.state = new Good();
        tellToEnrol();
        lookAt(now.plusMillis(500));

        assertThat(registration.require().serial()).isEqualTo(serial(2));
        assertThat(registration.openers(now)).hasSize(1);
        assertThat(told).last().asString().startsWith("again: has a new certificate, number 02");
        assertThat(realm.enrolmentRequest()).doesNotExist();
        assertThat(realm.serverRevocation()).doesNotExist();
    }

    @Test
    void remembersTheRevocationThroughARestartWithoutTheAuthority() throws Exception {
        lookAt(NOW);
        authority.state = STOLEN;
        lookAt(NOW.plusSeconds(3));

        assertThat(new IdentityFiles(realm).revocation()).contains(STOLEN);
    }

    @Test
    void keepsTryingToDoWhatItWasTold() throws Exception {
        lookAt(NOW);
        authority.state = STOLEN;
        lookAt(NOW.plusSeconds(3));
        tellToEnrol();
        authority.obstacle = "waits for ca: nothing listens";
        lookAt(NOW.plusSeconds(4));
        lookAt(NOW.plusSeconds(8));

        assertThat(realm.enrolmentRequest()).exists();
        assertThat(told)
                .last()
                .isEqualTo(
                        "its certificate was revoked (keyCompromise), and it is to register anew, but waits for ca: nothing listens");
        authority.obstacle = "";
        authority.state = new Good();
        lookAt(NOW.plusSeconds(12));
        assertThat(number()).isEqualTo(2);
    }

    @Test
    void saysWhenTheAuthorityCannotBeAskedAndGoesOn() throws Exception {
        lookAt(NOW);
        authority.obstacle = "waits for ca: nothing listens";
        lookAt(NOW.plusSeconds(3));
        lookAt(NOW.plusSeconds(6));
        assertThat(registration.isGoodAt(now)).isTrue();
        authority.obstacle = "";
        lookAt(NOW.plusSeconds(9));

        assertThat(told)
                .containsExactly(
                        "ready, but ca cannot be asked whether its certificate was revoked (waits for ca: nothing listens)",
                        "again: needs ca no longer");
    }

    @Test
    void saysWhenTheAuthorityDoesNotKnowItsCertificate() throws Exception {
        lookAt(NOW);
        authority.state = new Unknown();
        lookAt(NOW.plusSeconds(3));

        assertThat(registration.isGoodAt(now)).isTrue();
        assertThat(told).last().asString().contains("ca knows no certificate of this number", "hallpass app enrol");
    }
}
