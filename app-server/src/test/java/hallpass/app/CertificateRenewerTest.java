package hallpass.app;

import static hallpass.app.PkiTestRealm.CHECK;
import static hallpass.app.PkiTestRealm.NOW;
import static hallpass.app.PkiTestRealm.SERVER;
import static hallpass.app.PkiTestRealm.SKEW;
import static hallpass.app.PkiTestRealm.contextAt;
import static hallpass.fixtures.RefusalAssertions.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hallpass.config.RealmError;
import hallpass.config.RealmException;
import hallpass.message.ErrorCode;
import hallpass.pki.Certificates;
import java.math.BigInteger;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** First enrolment, renewal, and service while the authority is unreachable. */
class CertificateRenewerTest extends CertificateRenewerTestBase {
    @Test
    void obtainsAndStoresFirstCertificate() throws Exception {
        checkAt(NOW);

        assertThat(currentSerial()).isEqualTo(1);
        assertThat(files.load(SERVER, CHECK, contextAt(now)).orElseThrow().serial())
                .isEqualTo(BigInteger.ONE);
        assertThat(reported).isEmpty();
    }

    @Test
    void reportsEachFailureOnceUntilEnrolled() throws Exception {
        ca.failure = "waits for ca: nothing listens";
        for (int i = 0; i < 20; i++) {
            checkAt(now.plusMillis(500));
        }
        ca.failure = "waits for ca, which refuses";
        checkAt(now.plusSeconds(3));
        checkAt(now.plusSeconds(3));

        assertThat(reported).containsExactly("waits for ca: nothing listens", "waits for ca, which refuses");
        assertRefused(ErrorCode.HP_ERR_NOT_REGISTERED, () -> identityHolder.require());
        ca.failure = "";
        checkAt(now.plusSeconds(3));
        assertThat(currentSerial()).isEqualTo(1);
    }

    @Test
    void renewsAtTwoThirdsOfTheLifetime() throws Exception {
        checkAt(NOW);
        checkAt(NOW.plus(Duration.ofDays(20)).minusMillis(1));
        assertThat(currentSerial()).isEqualTo(1);

        checkAt(NOW.plus(Duration.ofDays(20)));

        assertThat(currentSerial()).isEqualTo(2);
        assertThat(reported)
                .containsExactly("again: has a new certificate, serial number 02, valid until "
                        + NOW.plus(Duration.ofDays(20)).plus(CERTIFICATE_LIFETIME));
    }

    @Test
    void renewsRepeatedly() throws Exception {
        checkAt(NOW);
        for (int day = 1; day <= 2_000; day++) {
            checkAt(NOW.plus(Duration.ofDays(day)));
            assertThat(identityHolder.isUsableAt(now)).isTrue();
        }

        assertThat(currentSerial()).isEqualTo(101);
    }

    @Test
    void keepsPreviousKeyForTheSkewAndOneMinute() throws Exception {
        checkAt(NOW);
        Instant renewed = NOW.plus(Duration.ofDays(20));
        checkAt(renewed);
        Instant last = renewed.plus(SKEW).plus(Duration.ofMinutes(1));

        assertThat(identityHolder.decryptionIdentities(last))
                .extracting(ServerIdentity::serial)
                .containsExactly(serial(2), serial(1));
        assertThat(identityHolder.decryptionIdentities(last.plusMillis(1)))
                .extracting(ServerIdentity::serial)
                .containsExactly(serial(2));
        assertThat(identityHolder.require().serial()).isEqualTo(serial(2));
    }

    @Test
    void servesWithoutTheCaUntilTheCertificateExpires() throws Exception {
        checkAt(NOW);
        ca.failure = "waits for ca: nothing listens";
        Instant end = NOW.plus(CERTIFICATE_LIFETIME);
        for (Instant time = NOW.plus(Duration.ofDays(20)); time.isBefore(end); time = time.plus(Duration.ofHours(12))) {
            checkAt(time);
            assertThat(identityHolder.require().serial()).isEqualTo(serial(1));
        }
        assertThat(reported)
                .containsExactly(
                        "ready, but its certificate expires at " + end + ", and it waits for ca: nothing listens");

        identityHolder.require().requireValid(contextAt(end));
        checkAt(end.plusMillis(1));
        assertRefused(
                ErrorCode.HP_ERR_CERTIFICATE_EXPIRED,
                () -> identityHolder.require().requireValid(contextAt(now)));
        assertThat(reported).last().isEqualTo("waits for ca: nothing listens");

        ca.failure = "";
        checkAt(now.plusSeconds(3));
        assertThat(identityHolder.require().serial()).isEqualTo(serial(2));
        assertThat(reported).last().asString().startsWith("again: has a new certificate, serial number 02");
    }

    @Test
    void handlesEnrolmentRequestedBeforeStart() throws Exception {
        requestEnrolment();
        checkAt(NOW);

        assertThat(currentSerial()).isEqualTo(1);
        assertThat(realm.enrolmentRequest()).doesNotExist();
    }

    @Test
    void enrolsAgainOnRequest() throws Exception {
        checkAt(NOW);
        requestEnrolment();
        checkAt(NOW.plusSeconds(2));
        checkAt(NOW.plusSeconds(4));

        assertThat(currentSerial()).isEqualTo(2);
        assertThat(identityHolder.decryptionIdentities(now)).hasSize(2);
    }

    @Test
    void reportsClockWhenStoredCertificateIsNotYetValid() throws Exception {
        checkAt(NOW);
        Instant behind = NOW.minus(Duration.ofDays(1));

        assertThatThrownBy(() -> files.load(SERVER, CHECK, contextAt(behind)))
                .isInstanceOf(RealmException.class)
                .hasMessageContaining("is not valid yet")
                .hasMessageContaining("this machine's clock says " + behind);
    }

    @Test
    void ignoresAnUnusableCertificateWhenANewOneIsRequested() throws Exception {
        checkAt(NOW);
        requestEnrolment();
        assertThat(files.load(SERVER, CHECK, contextAt(NOW))).isPresent();
        assertThat(files.load(SERVER, CHECK, contextAt(NOW.minus(Duration.ofDays(1)))))
                .isEmpty();
        Files.writeString(realm.serverKey(), "not a key");
        assertThat(files.load(SERVER, CHECK, contextAt(NOW))).isEmpty();
        Files.writeString(realm.serverRevocation(), Certificates.formatSerial(serial(1)) + " yesterday superseded");
        assertThat(files.loadRevocation()).isEmpty();
    }

    @Test
    void namesTheCureOfAnUnusableIdentity() throws Exception {
        checkAt(NOW);
        Files.writeString(realm.serverKey(), "not a key");
        assertThatThrownBy(() -> files.load(SERVER, CHECK, contextAt(NOW)))
                .isInstanceOfSatisfying(
                        RealmException.class,
                        e -> assertThat(e.error()).isEqualTo(RealmError.SERVER_CERTIFICATE_UNUSABLE));
    }

    @Test
    void enrolsAgainWhenTheClocksWereSetBack() throws Exception {
        checkAt(NOW.plus(Duration.ofDays(3)));
        checkAt(NOW);

        assertThat(currentSerial()).isEqualTo(2);
        assertThat(identityHolder.isUsableAt(NOW)).isTrue();
    }
}
