package hallpass.integration.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hallpass.config.RealmFolder;
import hallpass.fixtures.PostgresServer;
import hallpass.integration.crash.ExpectedCertificates.DeliveredCertificate;
import hallpass.integration.harness.DatabaseOutages;
import hallpass.integration.harness.JarProcess;
import hallpass.integration.harness.JarProcess.JarLauncher;
import hallpass.integration.harness.JarProcess.ProcessResult;
import hallpass.integration.harness.MultiProcessRealm;
import hallpass.integration.harness.OpensslCommand;
import hallpass.integration.harness.RealmFixture;
import hallpass.integration.harness.ReliabilityRun;
import hallpass.message.Party;
import hallpass.pki.Pem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * G1, G9 and G10 with processes: after kills of the CA or of {@code hallpass ca revoke}, the ledger
 * has every delivered certificate and every acknowledged revocation.
 */
@Order(4)
class CertificateDurabilityTest {
    /** Fewer than the number of kills after which the database is killed too. */
    private static final int DEFAULT_KILLS = 2;
    /** Each kill starts two JVMs. */
    private static final int MAX_KILLS = 100;

    private static final int MAX_TRIES = 20;

    private static final Pattern SERIAL = Pattern.compile("Serial Number: ([0-9A-F]+)");

    @TempDir
    private Path temporary;

    @Test
    void survivesKillsOnSqlite() throws Exception {
        assumeTrue(ReliabilityRun.includesStore("sqlite"));
        RealmFixture folder = RealmFixture.create(temporary.resolve("realm"));
        try (KillableSqliteServer ca =
                KillableSqliteServer.ca(folder, arguments -> launcher().startServer("ca-server.jar", arguments))) {
            assertSurvivesKills("sqlite", folder, ca);
        }
    }

    @Test
    void survivesKillsOnPostgres() throws Exception {
        assumeTrue(ReliabilityRun.includesStore("postgres"));
        if (ReliabilityRun.isLong()) {
            // Not the shared database, because some kills include the database.
            try (PostgresServer server = PostgresServer.start()) {
                assertSurvivesKillsOn(server);
            }
        } else {
            assertSurvivesKillsOn(PostgresServer.shared());
        }
    }

    private void assertSurvivesKillsOn(PostgresServer server) throws Exception {
        String url = server.createDatabase();
        RealmFixture folder = RealmFixture.create(temporary.resolve("realm"), Map.of(), server, url);
        try (KillablePostgresServer ca = KillablePostgresServer.ca(
                folder, arguments -> launcher().startServer("ca-server.jar", arguments), server, url)) {
            assertSurvivesKills("postgres", folder, ca);
        }
    }

    private void assertSurvivesKills(String store, RealmFixture folder, KillableServer ca) throws Exception {
        int kills = Math.min(ReliabilityRun.roundsOr(DEFAULT_KILLS), MAX_KILLS);
        try (CertificateCrashRun harness = new CertificateCrashRun(folder, ca, launcher())) {
            CertificateCrashRun.CertificateCrashReport report = harness.run(kills);

            System.out.println("g9, " + store + ": " + report);
            assertThat(report.faults()).isEmpty();
            assertThat(report.kills()).isEqualTo(kills);
            assertLedgerAndCrlAgree(folder.open(), harness.expected());
        }
    }

    /** Compares {@code hallpass ca list}, the CRL and openssl with the expected certificates. */
    private void assertLedgerAndCrlAgree(RealmFolder realm, ExpectedCertificates record) throws Exception {
        Map<String, Boolean> listed = DatabaseOutages.retryWhileDatabaseIsDown(this::revokedBySerial);
        for (DeliveredCertificate one : record.deliveredCertificates()) {
            assertThat(listed.get(one.serial()))
                    .as("whether %s is revoked, of %s", one.serial(), listed)
                    .isEqualTo(record.isRevoked(one.serial()));
        }
        assumeTrue(OpensslCommand.isInstalled(), "openssl is not installed; scripts/test.sh installs it");
        String authority = realm.authorityCertificate(Party.CLIENT).toString();
        String list = realm.revocationList().toString();
        String shown = OpensslCommand.run("crl", "-in", list, "-CAfile", authority, "-noout", "-text");
        assertThat(shown).contains("verify OK");
        assertThat(SERIAL.matcher(shown).results().map(found -> found.group(1)))
                .containsExactlyInAnyOrderElementsOf(
                        listed.keySet().stream().filter(listed::get).collect(Collectors.toCollection(TreeSet::new)));
        for (DeliveredCertificate one : record.deliveredCertificates()) {
            Path file = temporary.resolve("one.pem");
            Files.write(file, Pem.encode(one.der()));
            OpensslCommand.OpensslResult result = OpensslCommand.execute(
                    "verify", "-crl_check", "-CAfile", authority, "-CRLfile", list, file.toString());
            if (record.isRevoked(one.serial())) {
                assertThat(result.output()).contains("certificate revoked");
                assertThat(result.exitCode()).isNotZero();
            } else {
                assertThat(result.output()).isEqualTo(file + ": OK");
            }
        }
    }

    /** Serial numbers in {@code hallpass ca list}, and whether they are revoked. */
    private Map<String, Boolean> revokedBySerial() throws Exception {
        try (JarProcess command = launcher().startCommand("ca", "list")) {
            ProcessResult ended = command.sendInput().awaitExit();
            DatabaseOutages.requireDatabaseAvailable(ended);
            assertThat(ended.err()).as("%s", ended).isEmpty();
            Map<String, Boolean> listed = new TreeMap<>();
            for (String line : ended.out()) {
                List<String> columns = List.of(line.split(" {2}"));
                assertThat(listed.put(columns.get(0), columns.get(2).startsWith("revoked ")))
                        .as(line)
                        .isNull();
            }
            return listed;
        }
    }

    @Test
    void detectsCertificateSentBeforeCommit() throws Exception {
        RealmFixture folder = RealmFixture.create(temporary.resolve("realm"));
        try (KillableSqliteServer ca = KillableSqliteServer.ca(
                        folder, arguments -> launcher().startServer(FaultyCaServer.class, arguments));
                CertificateCrashRun harness = new CertificateCrashRun(folder, ca, launcher())) {
            CertificateCrashRun.CertificateCrashReport report = harness.runUntilFault(MAX_TRIES);

            System.out.println("g9, planted early certificate: " + report + ", such as " + report.faults());
            assertThat(report.faults()).anyMatch(fault -> fault.contains("the ledger has no such certificate"));
        }
    }

    private JarLauncher launcher() {
        return JarLauncher.shortLived(MultiProcessRealm.environment(temporary));
    }
}
