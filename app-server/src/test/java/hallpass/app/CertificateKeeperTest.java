package hallpass.app;

import static hallpass.app.TestRealm.CHECK;
import static hallpass.app.TestRealm.NOW;
import static hallpass.app.TestRealm.SERVER;
import static hallpass.app.TestRealm.SKEW;
import static hallpass.app.TestRealm.at;
import static hallpass.testkit.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hallpass.message.ErrorCode;
import hallpass.realm.RealmProblem;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How a server gets its certificate, renews it in time, and serves on without the authority. */
class CertificateKeeperTest extends KeeperAtWork {
    @Test
    void getsItsFirstCertificateAndKeepsIt() throws Exception {
        lookAt(NOW);

        assertThat(number()).isEqualTo(1);
        assertThat(files.load(SERVER, CHECK, at(now)).orElseThrow().serial()).isEqualTo(BigInteger.ONE);
        assertThat(told).isEmpty();
    }

    @Test
    void waitsForItsFirstOneAndTellsOnceForEachObstacle() throws Exception {
        authority.obstacle = "waits for ca: nothing listens";
        for (int i = 0; i < 20; i++) {
            lookAt(now.plusMillis(500));
        }
        authority.obstacle = "waits for ca, which refuses";
        lookAt(now.plusSeconds(3));
        lookAt(now.plusSeconds(3));

        assertThat(told).containsExactly("waits for ca: nothing listens", "waits for ca, which refuses");
        assertRefused(ErrorCode.HP_ERR_NOT_REGISTERED, () -> registration.require());
        authority.obstacle = "";
        lookAt(now.plusSeconds(3));
        assertThat(number()).isEqualTo(1);
    }

    @Test
    void renewsAtTwoThirdsOfItsLifeAndNotBefore() throws Exception {
        lookAt(NOW);
        lookAt(NOW.plus(Duration.ofDays(20)).minusMillis(1));
        assertThat(number()).isEqualTo(1);

        lookAt(NOW.plus(Duration.ofDays(20)));

        assertThat(number()).isEqualTo(2);
        assertThat(told)
                .containsExactly("again: has a new certificate, number 02, until "
                        + NOW.plus(Duration.ofDays(20)).plus(LIFE));
    }

    @Test
    void renewsAgainAndAgainOverTheYears() throws Exception {
        lookAt(NOW);
        for (int day = 1; day <= 2_000; day++) {
            lookAt(NOW.plus(Duration.ofDays(day)));
            assertThat(registration.isGoodAt(now)).isTrue();
        }

        assertThat(number()).isEqualTo(101);
    }

    @Test
    void opensWhatWasSealedToTheFormerKeyForTheSkewAndAMinute() throws Exception {
        lookAt(NOW);
        Instant renewed = NOW.plus(Duration.ofDays(20));
        lookAt(renewed);
        Instant last = renewed.plus(SKEW).plus(Duration.ofMinutes(1));

        assertThat(registration.openers(last))
                .extracting(ServerIdentity::serial)
                .containsExactly(serial(2), serial(1));
        assertThat(registration.openers(last.plusMillis(1)))
                .extracting(ServerIdentity::serial)
                .containsExactly(serial(2));
        assertThat(registration.require().serial()).isEqualTo(serial(2));
    }

    @Test
    void goesOnServingWhileTheAuthorityIsAwayUntilTheCertificateReallyEnds() throws Exception {
        lookAt(NOW);
        authority.obstacle = "waits for ca: nothing listens";
        Instant end = NOW.plus(LIFE);
        for (Instant time = NOW.plus(Duration.ofDays(20)); time.isBefore(end); time = time.plus(Duration.ofHours(12))) {
            lookAt(time);
            assertThat(registration.require().serial()).isEqualTo(serial(1));
        }
        assertThat(told)
                .containsExactly(
                        "ready, but its certificate ends at " + end + ", and it waits for ca: nothing listens");

        registration.require().requireValid(at(end));
        lookAt(end.plusMillis(1));
        assertRefused(
                ErrorCode.HP_ERR_CERTIFICATE_EXPIRED,
                () -> registration.require().requireValid(at(now)));
        assertThat(told).last().isEqualTo("waits for ca: nothing listens");

        authority.obstacle = "";
        lookAt(now.plusSeconds(3));
        assertThat(registration.require().serial()).isEqualTo(serial(2));
        assertThat(told).last().asString().startsWith("again: has a new certificate, number 02");
    }

    @Test
    void doesAtItsStartWhatItWasToldBefore() throws Exception {
        tellToEnrol();
        lookAt(NOW);

        assertThat(number()).isEqualTo(1);
        assertThat(realm.enrolmentRequest()).doesNotExist();
    }

    @Test
    void registersAnewWhenToldThoughItsCertificateIsGood() throws Exception {
        lookAt(NOW);
        tellToEnrol();
        lookAt(NOW.plusSeconds(2));
        lookAt(NOW.plusSeconds(4));

        assertThat(number()).isEqualTo(2);
        assertThat(registration.openers(now)).hasSize(2);
    }

    @Test
    void keptCertificateThatIsNotValidYetNamesTheClock() throws Exception {
        lookAt(NOW);
        Instant behind = NOW.minus(Duration.ofDays(1));

        assertThatThrownBy(() -> files.load(SERVER, CHECK, at(behind)))
                .isInstanceOf(RealmProblem.class)
                .hasMessageContaining("is not valid yet")
                .hasMessageContaining("this machine's clock says " + behind);
    }
}
