package hallpass.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hallpass.it.CertificateRecord.Left;
import hallpass.it.LaunchedJar.Ended;
import hallpass.it.LaunchedJar.Launcher;
import hallpass.pki.Pem;
import hallpass.realm.RealmFolder;
import hallpass.testkit.PostgresServer;
import hallpass.trace.Party;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * G1, G9 and G10 with real processes: whenever the authority or {@code hallpass ca revoke} is killed, what left is in the
 * ledger and can be revoked, and what was said to be revoked is.
 */
class NoCertificateIsLostTest {
    /** Fewer than those after which the database itself is killed. */
    private static final int KILLS_IN_A_BUILD = 2;
    /** As many as it takes: each is a start of two JVMs. */
    private static final int MOST_KILLS = 100;

    private static final int TRIES_TO_CATCH = 20;

    private static final Pattern SERIAL = Pattern.compile("Serial Number: ([0-9A-F]+)");

    @TempDir
    private Path temporary;

    @Test
    void norARevocationOnSqlite() throws Exception {
        assumeTrue(Rounds.with("sqlite"));
        LabFolder folder = LabFolder.in(temporary.resolve("realm"));
        try (VictimOnSqlite ca =
                VictimOnSqlite.ca(folder, arguments -> launcher().server("ca-server.jar", arguments))) {
            norARevocation("sqlite", folder, ca);
        }
    }

    @Test
    void norARevocationOnPostgres() throws Exception {
        assumeTrue(Rounds.with("postgres"));
        if (Rounds.longForm()) {
            // Some of the kills are of the database too, which therefore is this test's own.
            try (PostgresServer server = PostgresServer.start()) {
                norARevocationOn(server);
            }
        } else {
            norARevocationOn(PostgresServer.shared());
        }
    }

    private void norARevocationOn(PostgresServer server) throws Exception {
        String url = server.newDatabase();
        LabFolder folder = LabFolder.in(temporary.resolve("realm"), Map.of(), server, url);
        try (VictimOnPostgres ca = VictimOnPostgres.ca(folder, launcher(), server, url)) {
            norARevocation("postgres", folder, ca);
        }
    }

    private void norARevocation(String store, LabFolder folder, Victim ca) throws Exception {
        int kills = Math.min(Rounds.orInABuild(KILLS_IN_A_BUILD), MOST_KILLS);
        try (CertificatesCutShort harness = new CertificatesCutShort(folder, ca, launcher())) {
            CertificatesCutShort.Report report = harness.run(kills);

            System.out.println("g9, " + store + ": " + report);
            assertThat(report.faults()).isEmpty();
            assertThat(report.kills()).isEqualTo(kills);
            assertThatOthersAgree(folder.open(), harness.record());
        }
    }

    /** The realm's own commands, and openssl: each says the same of each certificate as the harness knows. */
    private void assertThatOthersAgree(RealmFolder realm, CertificateRecord record) throws Exception {
        Map<String, Boolean> listed = Patience.untilThereIsADatabase(this::listed);
        for (Left one : record.all()) {
            assertThat(listed.get(one.serial()))
                    .as("whether %s is revoked, of %s", one.serial(), listed)
                    .isEqualTo(record.isRevoked(one.serial()));
        }
        assumeTrue(Openssl.isInstalled(), "openssl is not installed; scripts/test.sh installs it");
        String authority = realm.authorityCertificate(Party.CLIENT).toString();
        String list = realm.revocationList().toString();
        String shown = Openssl.run("crl", "-in", list, "-CAfile", authority, "-noout", "-text");
        assertThat(shown).contains("verify OK");
        assertThat(SERIAL.matcher(shown).results().map(found -> found.group(1)))
                .containsExactlyInAnyOrderElementsOf(
                        listed.keySet().stream().filter(listed::get).collect(Collectors.toCollection(TreeSet::new)));
        for (Left one : record.all()) {
            Path file = temporary.resolve("one.pem");
            Files.write(file, Pem.encode(one.der()));
            Openssl.Said said =
                    Openssl.ask("verify", "-crl_check", "-CAfile", authority, "-CRLfile", list, file.toString());
            if (record.isRevoked(one.serial())) {
                assertThat(said.text()).contains("certificate revoked");
                assertThat(said.exit()).isNotZero();
            } else {
                assertThat(said.text()).isEqualTo(file + ": OK");
            }
        }
    }

    /** All serials, and whether {@code hallpass ca list} says that they are revoked. */
    private Map<String, Boolean> listed() throws Exception {
        try (LaunchedJar command = launcher().command("ca", "list")) {
            Ended ended = command.type().awaitEnd();
            Victim.requireDatabase(ended);
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
    void catchesCertificateThatLeavesBeforeItsRecordIsComplete() throws Exception {
        LabFolder folder = LabFolder.in(temporary.resolve("realm"));
        try (VictimOnSqlite ca =
                        VictimOnSqlite.ca(folder, arguments -> launcher().server(PlantedCa.class, arguments));
                CertificatesCutShort harness = new CertificatesCutShort(folder, ca, launcher())) {
            CertificatesCutShort.Report report = harness.runUntilCaught(TRIES_TO_CATCH);

            System.out.println("g9, planted early certificate: " + report + ", such as " + report.faults());
            assertThat(report.faults()).anyMatch(fault -> fault.contains("the ledger has no such certificate"));
        }
    }

    private Launcher launcher() {
        return Launcher.here(RealmOfJars.environment(temporary));
    }
}
