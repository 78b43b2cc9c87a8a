package hallpass.integration.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import hallpass.cli.ErrorTable;
import hallpass.client.ClientException;
import hallpass.config.PemFiles;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.console.ExitCode;
import hallpass.integration.harness.InProcessRealm;
import hallpass.integration.harness.RealmFixture;
import hallpass.integration.harness.ReliabilityRun;
import hallpass.integration.harness.Timeouts;
import hallpass.message.ErrorCode;
import hallpass.message.Party;
import hallpass.pki.CertificateValidator;
import hallpass.pki.Crl;
import hallpass.pki.RevocationReason;
import hallpass.store.CertificateLedger;
import hallpass.store.LedgerEntry;
import hallpass.store.RealmStores;
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

/** G10: a revocation takes effect within five seconds; an unknown status is an error. */
class RevocationFlowTest {
    private static final Duration SEEN_WITHIN = Timeouts.deadline(Duration.ofSeconds(5));

    @TempDir
    private Path folder;

    private InProcessRealm realm;

    @AfterEach
    void stop() {
        if (realm != null) {
            realm.close();
        }
    }

    @Test
    void clientsAndServerSeeRevocationPromptly() throws Exception {
        start(Map.of("guards", "revocation"));
        assertThat(realm.client().memoByPki()).isEqualTo(RealmFixture.MEMO);

        revoke();

        // A status query returns the revocation at once; the CRL has it within a second.
        ClientException asked = registrationFailure();
        assertThat(asked.code()).contains(ErrorCode.HP_ERR_CERTIFICATE_REVOKED);
        assertThat(ErrorTable.explain(asked).exit()).isEqualTo(ExitCode.REVOKED);
        await().atMost(SEEN_WITHIN)
                .untilAsserted(() -> assertThat(PemFiles.readRevocationList(folder().revocationList())
                                .revoked())
                        .hasSize(1));
        assertThat(fetchCrl(0).revoked())
                .extracting(each -> each.reason())
                .containsExactly(RevocationReason.KEY_COMPROMISE);
        // The server reports it too.
        await().atMost(SEEN_WITHIN)
                .untilAsserted(() -> assertThat(realm.waitMessages(Party.APP))
                        .anyMatch(message -> message.startsWith("its certificate was revoked (keyCompromise)")));
        ClientException refused = registrationFailure();
        assertThat(refused.code()).contains(ErrorCode.HP_ERR_CERTIFICATE_REVOKED);
        assertThat(ErrorTable.explain(refused).message()).contains("hallpass app enrol");
    }

    @Test
    void revokedServerRegistersOnlyOnRequest() throws Exception {
        start(Map.of("guards", "revocation"));
        revoke();
        await().atMost(SEEN_WITHIN)
                .untilAsserted(() -> assertThat(realm.waitMessages(Party.APP)).isNotEmpty());
        realm.stop(Party.APP);
        realm.start(Party.APP);
        await().atMost(SEEN_WITHIN)
                .untilAsserted(() -> assertThat(realm.waitMessages(Party.APP))
                        .anyMatch(message -> message.contains("request a new enrolment")));
        assertThat(realm.isReady(Party.APP)).isFalse();

        Files.createFile(folder().enrolmentRequest());

        realm.awaitReady(Party.APP);
        assertThat(realm.client().memoByPki()).isEqualTo(RealmFixture.MEMO);
        assertThat(entries()).hasSize(2);
        assertThat(folder().enrolmentRequest()).doesNotExist();
    }

    /** A token is valid once: each enrolment returns the token for the next one. */
    @Test
    void renewsWithLatestEnrolmentToken() throws Exception {
        start(Map.of("guards", "enrolment-token,local-keys"));

        Files.createFile(folder().enrolmentRequest());

        await().atMost(SEEN_WITHIN)
                .untilAsserted(() -> assertThat(folder().enrolmentRequest()).doesNotExist());
        assertThat(entries()).hasSize(2);
        assertThat(realm.client().memoByPki()).isEqualTo(RealmFixture.MEMO);
    }

    @Test
    void clientRefusesWhenCaIsUnreachable() throws Exception {
        start(Map.of("guards", "revocation"));
        realm.stop(Party.CA);

        ClientException failure = registrationFailure();

        assertThat(failure.code()).contains(ErrorCode.HP_ERR_REVOCATION_UNKNOWN);
        assertThat(ErrorTable.explain(failure).exit()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(ErrorTable.explain(failure).message())
                .contains("the revocation status of the certificate of \"ID-Server\" is unknown");
    }

    @Test
    void unguardedClientIgnoresRevocation() throws Exception {
        start(Map.of());
        revoke();
        realm.stop(Party.CA);

        assertThat(realm.client().memoByPki()).isEqualTo(RealmFixture.MEMO);
    }

    @Test
    void refusesStaleCrl() throws Exception {
        start(Map.of("pki.crl-lifetime", "1h"));
        long number = fetchCrl(0).number();

        assertThat(crlFailure(number + 1).code()).contains(ErrorCode.HP_ERR_REVOCATION_STALE);
        realm.clock(Party.CLIENT).setOffset(Duration.ofHours(2));
        assertThat(crlFailure(0).code()).contains(ErrorCode.HP_ERR_REVOCATION_STALE);
        realm.clock(Party.CLIENT).setOffset(Duration.ofHours(-2));
        assertThat(ErrorTable.explain(crlFailure(0)).exit()).isEqualTo(ExitCode.CLOCK_SKEW);
        realm.resetClocks();
        realm.stop(Party.CA);
        assertThat(ErrorTable.explain(crlFailure(0)).exit()).isEqualTo(ExitCode.UNAVAILABLE);
    }

    @Test
    void renewsShortLivedCertificates() throws Exception {
        start(Map.of("pki.certificate-lifetime", "6s"));
        long end = System.nanoTime() + Duration.ofSeconds(12).toNanos();
        int served = 0;
        while (System.nanoTime() < end) {
            served += isServed() ? 1 : 0;
        }

        assertThat(served).isPositive();
        // No enrolment is in progress once all servers have stopped.
        realm.stopAll();
        assertThat(entries())
                .hasSizeGreaterThan(2)
                .allMatch(entry -> entry.der().isPresent());
    }

    /** In a build, a stall can last longer than the two seconds between renewal and expiry. */
    private boolean isServed() throws Exception {
        try {
            assertThat(realm.client().memoByPki()).isEqualTo(RealmFixture.MEMO);
            return true;
        } catch (ClientException e) {
            if (ReliabilityRun.isLong() || !e.code().equals(Optional.of(ErrorCode.HP_ERR_CERTIFICATE_EXPIRED))) {
                throw e;
            }
            return false;
        }
    }

    private void start(Map<String, String> settings) throws Exception {
        realm = new InProcessRealm(RealmFixture.create(folder.resolve("realm"), settings))
                .startAll(List.of(Party.CA, Party.APP));
    }

    private ClientException registrationFailure() {
        return catchThrowableOfType(ClientException.class, () -> realm.client().register());
    }

    private Crl fetchCrl(long seen) throws Exception {
        CertificateValidator check = PemFiles.readTrustedValidator(folder().authorityCertificate(Party.CLIENT));
        return realm.client().pki().fetchCrl(check, seen);
    }

    private ClientException crlFailure(long seen) {
        return catchThrowableOfType(ClientException.class, () -> fetchCrl(seen));
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

    private List<LedgerEntry> entries() throws RealmException {
        try (CertificateLedger ledger = RealmStores.of(folder()).ledger()) {
            return ledger.list();
        }
    }

    private RealmFolder folder() throws RealmException {
        return realm.folder().open();
    }
}
