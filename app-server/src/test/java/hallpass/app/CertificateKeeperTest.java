package hallpass.app;

import static hallpass.app.TestRealm.AUTHORITY;
import static hallpass.app.TestRealm.CHECK;
import static hallpass.app.TestRealm.NOW;
import static hallpass.app.TestRealm.SERVER;
import static hallpass.app.TestRealm.SERVER_PAIR;
import static hallpass.app.TestRealm.SKEW;
import static hallpass.app.TestRealm.at;
import static hallpass.testkit.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hallpass.message.ErrorCode;
import hallpass.pki.CertificateState;
import hallpass.pki.CertificateState.Good;
import hallpass.pki.CertificateState.Revoked;
import hallpass.pki.CertificateState.Unknown;
import hallpass.pki.Certificates;
import hallpass.pki.RevocationReason;
import hallpass.pki.RsaKeys;
import hallpass.pki.Validity;
import hallpass.protocol.Refusal;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.realm.RealmTemplate;
import hallpass.server.Server;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateKeeperTest {
    private static final Duration LIFE = Duration.ofDays(30);
    private static final Revoked STOLEN = new Revoked(NOW, RevocationReason.KEY_COMPROMISE);

    @TempDir
    private Path folder;

    private final Registration registration = new Registration();
    private final FakeAuthority authority = new FakeAuthority();
    private final List<String> told = new ArrayList<>();
    private RealmFolder realm;
    private IdentityFiles files;
    private CertificateKeeper keeper;
    private Instant now = NOW;

    /** Whatever the test says, at the test's time. */
    private final class FakeAuthority implements Authority {
        private String obstacle = "";
        private boolean answers;
        private CertificateState state = new Good();
        private int issued;
        private int asked;

        @Override
        public ServerIdentity enrol() throws Obstacle {
            if (!obstacle.isEmpty()) {
                throw new Obstacle(obstacle, "", answers);
            }
            try {
                BigInteger serial = BigInteger.valueOf(++issued);
                Validity validity = Validity.starting(now, LIFE, SKEW);
                return ServerIdentity.checked(
                        SERVER,
                        Certificates.encode(
                                AUTHORITY.issue(SERVER, (RSAPublicKey) SERVER_PAIR.getPublic(), validity, serial)),
                        RsaKeys.encode(SERVER_PAIR.getPrivate()),
                        CHECK,
                        at(now));
            } catch (Refusal refusal) {
                throw new AssertionError(refusal);
            }
        }

        @Override
        public CertificateState stateOf(ServerIdentity identity) throws Obstacle {
            asked++;
            if (!obstacle.isEmpty()) {
                throw new Obstacle(obstacle, "", answers);
            }
            return state;
        }
    }

    @BeforeEach
    void makeRealm() throws RealmProblem {
        realm = RealmFolder.create(folder.resolve("realm"), RealmTemplate.render());
        files = new IdentityFiles(realm);
        keeper = keeper(true);
    }

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

    @Test
    void keptCertificateThatIsNotValidYetNamesTheClock() throws Exception {
        lookAt(NOW);
        Instant behind = NOW.minus(Duration.ofDays(1));

        assertThatThrownBy(() -> files.load(SERVER, CHECK, at(behind)))
                .isInstanceOf(RealmProblem.class)
                .hasMessageContaining("is not valid yet")
                .hasMessageContaining("this machine's clock says " + behind);
    }

    private CertificateKeeper keeper(boolean asks) {
        return new CertificateKeeper(
                registration, authority, files, new CertificateKeeper.Policy(SKEW, asks), new Server.Waiting() {
                    @Override
                    public void waitsFor(String what) {
                        told.add(what);
                    }

                    @Override
                    public void servesAgain(String what) {
                        told.add("again: " + what);
                    }
                });
    }

    private void lookAt(Instant time) throws RealmProblem {
        now = time;
        assertThat(keeper.look(time)).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }

    private void tellToEnrol() throws Exception {
        Files.createFile(realm.enrolmentRequest());
    }

    private int number() {
        return registration.current().orElseThrow().serial().intValueExact();
    }

    private static BigInteger serial(int number) {
        return BigInteger.valueOf(number);
    }
}
