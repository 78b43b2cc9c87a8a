package hallpass.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.config.PemFiles;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.console.ExitCode;
import hallpass.crypto.Randomness;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.pki.CertificateAuthority;
import hallpass.pki.Crl;
import hallpass.pki.KeyMaterialException;
import hallpass.pki.RevocationReason;
import hallpass.pki.RsaKeys;
import hallpass.pki.Validity;
import hallpass.store.CertificateLedger;
import hallpass.store.RealmStores;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CaCommandsTest extends AdminCommandTester {
    @Test
    void listsShowsAndRevokesCertificates() throws RealmException {
        init();
        assertThat(run("", "ca", "list").out()).contains("has not issued any certificates");
        X509Certificate certificate = issue("ID-Server");
        String serial = CertificateLedger.formatSerial(certificate.getSerialNumber());

        assertThat(run("", "ca", "list").out())
                .contains(serial)
                .contains("ID-Server")
                .contains("until");
        assertThat(run("", "ca", "show", serial).out())
                .contains("subject     ID-Server", "state       good", "-----BEGIN CERTIFICATE-----");

        assertThat(run("", "ca", "revoke", serial, "--reason", "keyCompromise").out())
                .contains("Revoked " + serial);
        assertThat(run("", "ca", "revoke", serial).out()).contains("is already revoked");
        assertThat(run("", "ca", "list", "--json").out())
                .contains("\"revoked_at\":\"2026-01-01T12:00:00Z\"", "\"reason\":\"keyCompromise\"");
    }

    @Test
    void revocationPublishesCrlWithoutServer() throws RealmException {
        init();
        BigInteger serial = issue("ID-Server").getSerialNumber();

        assertThat(run("", "ca", "revoke", CertificateLedger.formatSerial(serial), "--reason", "superseded")
                        .out())
                .contains("Published CRL number 1 in ");

        Crl crl = PemFiles.readRevocationList(realm().revocationList());
        assertThat(crl.find(serial).orElseThrow().reason()).isEqualTo(RevocationReason.SUPERSEDED);
        assertThat(run("", "ca", "crl").out())
                .contains(
                        "number      1",
                        CertificateLedger.formatSerial(serial) + "  revoked 2026-01-01T12:00:00Z, superseded");
        assertThat(run("", "ca", "crl", "--json").out()).contains("\"number\":1", "BEGIN X509 CRL");
        Path out = realm().root().resolve("out.crl");
        assertThat(run("", "ca", "crl", "--out", out.toString()).out()).contains("Wrote CRL number 1 to ");
        assertThat(PemFiles.readRevocationList(out).encode()).isEqualTo(crl.encode());
        assertThat(run("", "audit", "show", "--event", "crl-published").out())
                .containsOnlyOnce("crl-published")
                .containsPattern("admin +crl-published +number 1 by ");
    }

    @Test
    void listsAndRevokesReservedSerial() throws RealmException {
        init();
        try (CertificateLedger ledger = RealmStores.of(realm()).ledger()) {
            ledger.reserve("0ABC", new PrincipalName("ID-Server"), NOON, NOON.plusSeconds(60), NOON);
        }

        assertThat(run("", "ca", "list").out()).contains("0ABC  ID-Server  reserved, not issued");
        assertThat(run("", "ca", "show", "0ABC").out()).contains("state       reserved, not issued");
        assertThat(run("", "ca", "revoke", "abc").out()).contains("Revoked 0ABC");
        assertThat(run("", "ca", "crl").out()).contains("0ABC");
    }

    @Test
    void refusesUnknownSerialsAndReasons() throws RealmException {
        init();
        String serial = CertificateLedger.formatSerial(issue("ID-Server").getSerialNumber());

        assertRefused(run("", "ca", "show", "00ff"), ExitCode.REFUSED, "no certificate has the serial number 00ff");
        assertRefused(run("", "ca", "revoke", serial, "--reason", "boredom"), ExitCode.USAGE, "superseded");
        assertThat(run("", "ca", "list").out()).doesNotContain("revoked");
    }

    @Test
    void issuesClientCertificate() throws Exception {
        init();

        assertThat(run("", "ca", "issue-client", "ID-Client2").out())
                .containsPattern("Issued [0-9A-F]{32} to ID-Client2: .*ID-Client2.client.crt, with the key beside it");

        assertThat(realm().clientKey(new PrincipalName("ID-Client2"))).exists();
        assertThat(run("", "ca", "list").out()).contains("  ID-Client2  until ");
        assertThat(run("", "audit", "show").out()).containsPattern("admin +certificate-issued +[0-9A-F]{32} ID-Clie");
        assertRefused(run("", "ca", "issue-client", "a b"), ExitCode.USAGE, "a b");
        assertRefused(run("", "ca", "issue-client", "ID-CA"), ExitCode.USAGE, "is the name of the CA");
    }

    @Test
    void requestsReEnrolmentOfAppServer() throws RealmException {
        init();

        assertThat(run("", "app", "enrol").out()).contains("Requested a new enrolment");

        assertThat(realm().enrolmentRequest()).exists();
        assertThat(run("", "audit", "show").out()).containsPattern("admin +enrolment-asked +ID-Server by ");
    }

    private X509Certificate issue(String name) throws RealmException {
        RealmFolder realm = realm();
        try (CertificateLedger ledger = RealmStores.of(realm).ledger()) {
            CertificateAuthority authority = CertificateAuthority.of(
                    PemFiles.readCertificate(realm.authorityCertificate(Party.CA)),
                    PemFiles.readPrivateKey(realm.authorityKey()));
            X509Certificate certificate = authority.issueServerCertificate(
                    new PrincipalName(name),
                    (RSAPublicKey) RsaKeys.generateKeyPair().getPublic(),
                    Validity.starting(NOON, Duration.ofDays(1), Duration.ofMinutes(5)),
                    CertificateAuthority.newSerial(Randomness.secure()));
            assertThat(ledger.record(certificate, NOON)).isTrue();
            return certificate;
        } catch (KeyMaterialException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void writesCrlToStreamOrNewFile() throws Exception {
        init();
        Path device = Files.createSymbolicLink(home.resolve("device"), Path.of("/dev/null"));
        assertThat(run("", "ca", "crl", "--out", device.toString()).exit()).isZero();
        assertThat(device).isSymbolicLink();

        Path file = Files.writeString(home.resolve("file"), "old");
        Path link = Files.createSymbolicLink(home.resolve("link"), file);
        assertRefused(
                run("", "ca", "crl", "--out", link.toString()), ExitCode.LOCAL_FILES, "the path of the file itself");
        assertRefused(run("", "ca", "crl", "--out", home.toString()), ExitCode.LOCAL_FILES, "a folder");
        assertThat(file).hasContent("old");
        assertThat(run("", "ca", "crl", "--out", file.toString()).exit()).isZero();
        assertThat(file).content().contains("BEGIN X509 CRL");
    }

    @Test
    void keepsDeviceNamedAsKeytab() {
        init();
        assertRefused(
                run("", "service", "add", "print/localhost", "--keytab", "/dev/null"),
                ExitCode.LOCAL_FILES,
                "not a regular file, but a device");
        assertThat(run("", "service", "list").out()).doesNotContain("print/localhost");
        assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
    }
}
