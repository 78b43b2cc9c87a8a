package hallpass.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import hallpass.client.ExitCode;
import hallpass.client.Failure;
import hallpass.message.ErrorCode;
import hallpass.pki.CertificateCheck;
import hallpass.pki.RevocationList;
import hallpass.pki.RevocationReason;
import hallpass.realm.PemFiles;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.store.CertificateLedger;
import hallpass.store.LedgerEntry;
import hallpass.store.RealmStores;
import hallpass.trace.Party;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** G10: a revocation is seen, by whoever asks, within five seconds; and whoever cannot ask does not go on. */
class RevocationTest {
    private static final Duration SEEN_WITHIN = Patience.promised(Duration.ofSeconds(5));

    @TempDir
    private Path folder;

    private RealmInProcess realm;

    @AfterEach
    void stop() {
        if (realm != null) {
            realm.close();
        }
    }

    @Test
    void isSeenByClientsAndByTheServerItselfWithinFiveSeconds() throws Exception {
        start(Map.of("guards", "revocation"));
        assertThat(realm.client().pkiMemo()).isEqualTo(LabFolder.MEMO);

        revoke();

        // A client that asks sees it at once, and the list tells it within a second.
        Failure asked = refusal();
        assertThat(asked.code()).contains(ErrorCode.HP_ERR_CERTIFICATE_REVOKED);
        assertThat(asked.exit()).isEqualTo(ExitCode.REVOKED);
        await().atMost(SEEN_WITHIN)
                .untilAsserted(() -> assertThat(PemFiles.revocationList(folder().revocationList())
                                .revoked())
                        .hasSize(1));
        assertThat(list(0).revoked())
                .extracting(each -> each.reason())
                .containsExactly(RevocationReason.KEY_COMPROMISE);
        // The server says so itself.
        await().atMost(SEEN_WITHIN)
                .untilAsserted(() -> assertThat(realm.waits(Party.APP))
                        .anyMatch(said -> said.startsWith("its certificate was revoked (keyCompromise)")));
        Failure refused = refusal();
        assertThat(refused.code()).contains(ErrorCode.HP_ERR_CERTIFICATE_REVOKED);
        assertThat(refused.sentence()).contains("hallpass app enrol");
    }

    @Test
    void serverRegistersAnewWhenToldAndAfterARestartOnlyThen() throws Exception {
        start(Map.of("guards", "revocation"));
        revoke();
        await().atMost(SEEN_WITHIN)
                .untilAsserted(() -> assertThat(realm.waits(Party.APP)).isNotEmpty());
        realm.stop(Party.APP);
        realm.start(Party.APP);
        await().atMost(SEEN_WITHIN)
                .untilAsserted(
                        () -> assertThat(realm.waits(Party.APP)).anyMatch(said -> said.contains("hallpass app enrol")));
        assertThat(realm.isReady(Party.APP)).isFalse();

        Files.createFile(folder().enrolmentRequest());

        realm.awaitReady(Party.APP);
        assertThat(realm.client().pkiMemo()).isEqualTo(LabFolder.MEMO);
        assertThat(entries()).hasSize(2);
        assertThat(folder().enrolmentRequest()).doesNotExist();
    }

    /** Each token is good once: the second registration shows the one that the first one brought. */
    @Test
    void serverThatNeedsATokenRenewsWithTheOneThatItWasGivenLast() throws Exception {
        start(Map.of("guards", "enrolment-token,local-keys"));

        Files.createFile(folder().enrolmentRequest());

        await().atMost(SEEN_WITHIN)
                .untilAsserted(() -> assertThat(folder().enrolmentRequest()).doesNotExist());
        assertThat(entries()).hasSize(2);
        assertThat(realm.client().pkiMemo()).isEqualTo(LabFolder.MEMO);
    }

    @Test
    void clientDoesNotGoOnWithoutTheAuthority() throws Exception {
        start(Map.of("guards", "revocation"));
        realm.stop(Party.CA);

        Failure failure = refusal();

        assertThat(failure.code()).contains(ErrorCode.HP_ERR_REVOCATION_UNKNOWN);
        assertThat(failure.exit()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(failure.sentence()).contains("whether the certificate of \"ID-Server\" was revoked cannot be told");
    }

    @Test
    void clientWithoutTheGuardNeverAsks() throws Exception {
        start(Map.of());
        revoke();
        realm.stop(Party.CA);

        assertThat(realm.client().pkiMemo()).isEqualTo(LabFolder.MEMO);
    }

    @Test
    void listOutOfDateAndOlderThanOneSeenAreRefused() throws Exception {
        start(Map.of("pki.crl-lifetime", "1h"));
        long number = list(0).number();

        assertThat(listRefusal(number + 1).code()).contains(ErrorCode.HP_ERR_REVOCATION_STALE);
        realm.clock(Party.CLIENT).setAhead(Duration.ofHours(2));
        assertThat(listRefusal(0).code()).contains(ErrorCode.HP_ERR_REVOCATION_STALE);
        realm.clock(Party.CLIENT).setAhead(Duration.ofHours(-2));
        assertThat(listRefusal(0).exit()).isEqualTo(ExitCode.CLOCK);
        realm.setAllClocksRight();
        realm.stop(Party.CA);
        assertThat(listRefusal(0).exit()).isEqualTo(ExitCode.UNAVAILABLE);
    }

    @Test
    void certificatesOfSecondsAreRenewedWhileClientsRegister() throws Exception {
        start(Map.of("pki.certificate-lifetime", "6s"));
        long end = System.nanoTime() + Duration.ofSeconds(12).toNanos();
        int served = 0;
        while (System.nanoTime() < end) {
            served += isServed() ? 1 : 0;
        }

        assertThat(served).isPositive();
        // So that none is just being issued.
        realm.stopAll();
        assertThat(entries())
                .hasSizeGreaterThan(2)
                .allMatch(entry -> entry.der().isPresent());
    }

    /** In a build a machine may stand still for longer than the two seconds by which a certificate is renewed before its end. */
    private boolean isServed() throws Exception {
        try {
            assertThat(realm.client().pkiMemo()).isEqualTo(LabFolder.MEMO);
            return true;
        } catch (Failure e) {
            if (Rounds.longForm() || !e.code().equals(Optional.of(ErrorCode.HP_ERR_CERTIFICATE_EXPIRED))) {
                throw e;
            }
            return false;
        }
    }

    private void start(Map<String, String> settings) throws Exception {
        realm = new RealmInProcess(LabFolder.in(folder.resolve("realm"), settings))
                .startAll(List.of(Party.CA, Party.APP));
    }

    private Failure refusal() {
        return catchThrowableOfType(Failure.class, () -> realm.client().register());
    }

    private RevocationList list(long seen) throws Exception {
        CertificateCheck check = PemFiles.trusting(folder().authorityCertificate(Party.CLIENT));
        return realm.client().pki().revocationList(check, seen);
    }

    private Failure listRefusal(long seen) {
        return catchThrowableOfType(Failure.class, () -> list(seen));
    }

    private void revoke() throws Exception {
        try (CertificateLedger ledger = RealmStores.of(folder()).ledger()) {
            LedgerEntry entry = ledger.list().get(0);
            ledger.revoke(
                    entry.serial(),
                    RevocationReason.KEY_COMPROMISE,
                    InstantSource.system().instant());
        }
    }

    private List<LedgerEntry> entries() throws RealmProblem {
        try (CertificateLedger ledger = RealmStores.of(folder()).ledger()) {
            return ledger.list();
        }
    }

    private RealmFolder folder() throws RealmProblem {
        return realm.folder().open();
    }
}
