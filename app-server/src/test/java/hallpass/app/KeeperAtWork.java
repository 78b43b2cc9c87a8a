package hallpass.app;

import static hallpass.app.TestRealm.AUTHORITY;
import static hallpass.app.TestRealm.CHECK;
import static hallpass.app.TestRealm.NOW;
import static hallpass.app.TestRealm.SERVER;
import static hallpass.app.TestRealm.SERVER_PAIR;
import static hallpass.app.TestRealm.SKEW;
import static hallpass.app.TestRealm.at;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.pki.CertificateState;
import hallpass.pki.CertificateState.Good;
import hallpass.pki.Certificates;
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
import org.junit.jupiter.api.io.TempDir;

/** What tests of the keeper share: one that looks when a test says so, at an authority that answers as a test says. */
abstract class KeeperAtWork {
    static final Duration LIFE = Duration.ofDays(30);

    @TempDir
    Path folder;

    final Registration registration = new Registration();
    final FakeAuthority authority = new FakeAuthority();
    final List<String> told = new ArrayList<>();
    RealmFolder realm;
    IdentityFiles files;
    CertificateKeeper keeper;
    Instant now = NOW;

    /** Whatever the test says, at the test's time. */
    final class FakeAuthority implements Authority {
        String obstacle = "";
        CertificateState state = new Good();
        int issued;
        int asked;

        @Override
        public ServerIdentity enrol() throws Obstacle {
            if (!obstacle.isEmpty()) {
                throw new Obstacle(obstacle, "", false);
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
                throw new Obstacle(obstacle, "", false);
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

    final CertificateKeeper keeper(boolean asks) {
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

    final void lookAt(Instant time) throws RealmProblem {
        now = time;
        assertThat(keeper.look(time)).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }

    final void tellToEnrol() throws Exception {
        Files.createFile(realm.enrolmentRequest());
    }

    final int number() {
        return registration.current().orElseThrow().serial().intValueExact();
    }

    static BigInteger serial(int number) {
        return BigInteger.valueOf(number);
    }
}
