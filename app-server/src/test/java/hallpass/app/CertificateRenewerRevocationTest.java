package hallpass.app;

import static hallpass.app.PkiTestRealm.NOW;
import static hallpass.fixtures.RefusalAssertions.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.message.ErrorCode;
import hallpass.pki.RevocationReason;
import hallpass.pki.RevocationStatus.Good;
import hallpass.pki.RevocationStatus.Revoked;
import hallpass.pki.RevocationStatus.Unknown;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Revocation of the server's own certificate. */
class CertificateRenewerRevocationTest extends CertificateRenewerTestBase {
    private static final Revoked STOLEN = new Revoked(NOW, RevocationReason.KEY_COMPROMISE);

    @Test
    void checksRevocationEveryThreeSeconds() throws Exception {
        for (int i = 0; i <= 60; i++) {
            checkAt(NOW.plusMillis(500L * i));
        }

        assertThat(ca.revocationChecks).isEqualTo(10);
    }

    @Test
    void doesNotCheckRevocationWithoutTheGuard() throws Exception {
        renewer = renewer(false);
        for (int i = 0; i < 60; i++) {
            checkAt(NOW.plusMillis(500L * i));
        }

        assertThat(ca.revocationChecks).isZero();
    }

    @Test
    void stopsUsingRevokedCertificateAndReportsNextStep() throws Exception {
        checkAt(NOW);
        ca.state = STOLEN;
        checkAt(NOW.plusSeconds(3));

        assertRefused(ErrorCode.HP_ERR_CERTIFICATE_REVOKED, () -> identityHolder.require());
        assertRefused(ErrorCode.HP_ERR_CERTIFICATE_REVOKED, () -> identityHolder.decryptionIdentities(now));
        assertThat(reported)
                .containsExactly(
                        "its certificate was revoked (keyCompromise); find the cause, then request a new enrolment");
    }

    @Test
    void enrolsAfterRevocationOnlyOnRequest() throws Exception {
        checkAt(NOW);
        ca.state = STOLEN;
        checkAt(NOW.plusSeconds(3));
        for (int day = 1; day < 60; day++) {
            checkAt(NOW.plus(Duration.ofDays(day)));
        }
        assertThat(ca.issued).isEqualTo(1);

        ca.state = new Good();
        requestEnrolment();
        checkAt(now.plusMillis(500));

        assertThat(identityHolder.require().serial()).isEqualTo(serial(2));
        assertThat(identityHolder.decryptionIdentities(now)).hasSize(1);
        assertThat(reported).last().asString().startsWith("again: has a new certificate, serial number 02");
        assertThat(realm.enrolmentRequest()).doesNotExist();
        assertThat(realm.serverRevocation()).doesNotExist();
    }

    @Test
    void storesTheRevocation() throws Exception {
        checkAt(NOW);
        ca.state = STOLEN;
        checkAt(NOW.plusSeconds(3));

        assertThat(new ServerIdentityFiles(realm).loadRevocation()).contains(STOLEN);
    }

    @Test
    void retriesRequestedEnrolment() throws Exception {
        checkAt(NOW);
        ca.state = STOLEN;
        checkAt(NOW.plusSeconds(3));
        requestEnrolment();
        ca.failure = "waits for ca: nothing listens";
        checkAt(NOW.plusSeconds(4));
        checkAt(NOW.plusSeconds(8));

        assertThat(realm.enrolmentRequest()).exists();
        assertThat(reported)
                .last()
                .isEqualTo("its certificate was revoked (keyCompromise); a new enrolment was requested, "
                        + "but it waits for ca: nothing listens");
        ca.failure = "";
        ca.state = new Good();
        checkAt(NOW.plusSeconds(12));
        assertThat(currentSerial()).isEqualTo(2);
    }

    @Test
    void servesWhenRevocationCannotBeChecked() throws Exception {
        checkAt(NOW);
        ca.failure = "waits for ca: nothing listens";
        checkAt(NOW.plusSeconds(3));
        checkAt(NOW.plusSeconds(6));
        assertThat(identityHolder.isUsableAt(now)).isTrue();
        ca.failure = "";
        checkAt(NOW.plusSeconds(9));

        assertThat(reported)
                .containsExactly(
                        "ready, but its certificate cannot be checked for revocation (waits for ca: nothing listens)",
                        "again: reaches ca again");
    }

    @Test
    void reportsCertificateUnknownToTheCa() throws Exception {
        checkAt(NOW);
        ca.state = new Unknown();
        checkAt(NOW.plusSeconds(3));

        assertThat(identityHolder.isUsableAt(now)).isTrue();
        assertThat(reported).last().asString().contains("ca does not know its certificate", "request a new enrolment");
    }
}
