package hallpass.app;

import static hallpass.app.PkiTestRealm.AUTHORITY;
import static hallpass.app.PkiTestRealm.CHECK;
import static hallpass.app.PkiTestRealm.NOW;
import static hallpass.app.PkiTestRealm.SERVER;
import static hallpass.app.PkiTestRealm.SERVER_PAIR;
import static hallpass.app.PkiTestRealm.SKEW;
import static hallpass.app.PkiTestRealm.contextAt;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.config.RealmTemplate;
import hallpass.pki.Certificates;
import hallpass.pki.RevocationStatus;
import hallpass.pki.RevocationStatus.Good;
import hallpass.pki.RsaKeys;
import hallpass.pki.Validity;
import hallpass.protocol.Refusal;
import hallpass.runtime.ServerAssembly;
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

/** A certificate renewer with a fake authority and a clock that the test sets. */
abstract class CertificateRenewerTestBase {
    static final Duration CERTIFICATE_LIFETIME = Duration.ofDays(30);

    @TempDir
    Path folder;

    final ServerIdentityHolder identityHolder = new ServerIdentityHolder();
    final FakeCaClient ca = new FakeCaClient();
    final List<String> reported = new ArrayList<>();
    RealmFolder realm;
    ServerIdentityFiles files;
    CertificateRenewer renewer;
    Instant now = NOW;

    /** Answers as its fields say, at the time of the test. */
    final class FakeCaClient implements CaClient {
        String failure = "";
        RevocationStatus state = new Good();
        int issued;
        int revocationChecks;

        @Override
        public ServerIdentity enrol() throws EnrolmentFailure {
            if (!failure.isEmpty()) {
                throw new EnrolmentFailure(failure, "", false);
            }
            try {
                BigInteger serial = BigInteger.valueOf(++issued);
                Validity validity = Validity.starting(now, CERTIFICATE_LIFETIME, SKEW);
                return ServerIdentity.verified(
                        SERVER,
                        Certificates.encode(AUTHORITY.issueServerCertificate(
                                SERVER, (RSAPublicKey) SERVER_PAIR.getPublic(), validity, serial)),
                        RsaKeys.encode(SERVER_PAIR.getPrivate()),
                        CHECK,
                        contextAt(now));
            } catch (Refusal refusal) {
                throw new AssertionError(refusal);
            }
        }

        @Override
        public RevocationStatus revocationStatus(ServerIdentity identity) throws EnrolmentFailure {
            revocationChecks++;
            if (!failure.isEmpty()) {
                throw new EnrolmentFailure(failure, "", false);
            }
            return state;
        }
    }

    @BeforeEach
    void createRealm() throws RealmException {
        realm = RealmFolder.create(folder.resolve("realm"), RealmTemplate.render());
        files = new ServerIdentityFiles(realm);
        renewer = renewer(true);
    }

    final CertificateRenewer renewer(boolean checksRevocation) {
        return new CertificateRenewer(
                identityHolder,
                ca,
                files,
                new CertificateRenewer.RenewalPolicy(SKEW, checksRevocation),
                new ServerAssembly.ReadinessListener() {
                    @Override
                    public void waitingFor(String what) {
                        reported.add(what);
                    }

                    @Override
                    public void recovered(String what) {
                        reported.add("again: " + what);
                    }
                });
    }

    final void checkAt(Instant time) throws RealmException {
        now = time;
        assertThat(renewer.check(time)).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }

    final void requestEnrolment() throws Exception {
        Files.createFile(realm.enrolmentRequest());
    }

    final int currentSerial() {
        return identityHolder.current().orElseThrow().serial().intValueExact();
    }

    static BigInteger serial(int number) {
        return BigInteger.valueOf(number);
    }
}
