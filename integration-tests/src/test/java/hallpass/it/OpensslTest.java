package hallpass.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hallpass.realm.RealmFolder;
import hallpass.trace.Party;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody else's tool says of a realm's certificates. */
class OpensslTest {
    private static RealmFolder folder;
    private static RealmInProcess realm;

    @BeforeAll
    static void registerServer(@TempDir Path temporary) throws Exception {
        assumeTrue(Openssl.isInstalled(), "openssl is not installed; scripts/test.sh installs it");
        realm = new RealmInProcess(LabFolder.in(temporary.resolve("realm"))).startAll(List.of(Party.CA, Party.APP));
        folder = realm.folder().open();
    }

    @AfterAll
    static void stop() {
        if (realm != null) {
            realm.close();
        }
    }

    @Test
    void verifiesTheServersCertificateByTheAuthoritys() throws Exception {
        Path app = folder.serverCertificate();

        assertThat(Openssl.run("verify", "-x509_strict", "-CAfile", authority().toString(), app.toString()))
                .isEqualTo(app + ": OK");
        assertThat(Openssl.run(
                        "verify",
                        "-x509_strict",
                        "-purpose",
                        "sslserver",
                        "-CAfile",
                        authority().toString(),
                        app.toString()))
                .isEqualTo(app + ": OK");
    }

    @Test
    void readsTheServersCertificate() throws Exception {
        assertThat(text(folder.serverCertificate()))
                .contains("Version: 3 (0x2)")
                .contains("Issuer: CN = ID-CA")
                .contains("Subject: CN = ID-Server")
                .contains("Public-Key: (2048 bit)")
                .contains("Signature Algorithm: sha256WithRSAEncryption")
                .containsPattern("X509v3 Basic Constraints: critical\\s+CA:FALSE")
                .containsPattern("X509v3 Key Usage: critical\\s+Digital Signature, Key Encipherment")
                .containsPattern("X509v3 Extended Key Usage: \\s+TLS Web Server Authentication")
                .containsPattern("X509v3 Subject Alternative Name: \\s+DNS:ID-Server")
                .contains("X509v3 Subject Key Identifier")
                .contains("X509v3 Authority Key Identifier");
    }

    @Test
    void readsTheAuthoritysCertificate() throws Exception {
        assertThat(text(authority()))
                .contains("Version: 3 (0x2)")
                .contains("Issuer: CN = ID-CA")
                .contains("Subject: CN = ID-CA")
                .contains("Public-Key: (2048 bit)")
                .contains("Signature Algorithm: sha256WithRSAEncryption")
                .containsPattern("X509v3 Basic Constraints: critical\\s+CA:TRUE")
                .containsPattern("X509v3 Key Usage: critical\\s+.*Certificate Sign")
                .contains("X509v3 Subject Key Identifier")
                .contains("X509v3 Authority Key Identifier");
    }

    @Test
    void findsThatTheServersKeyIsTheCertifiedOne() throws Exception {
        assertThat(Openssl.run("pkey", "-in", folder.serverKey().toString(), "-pubout"))
                .isEqualTo(Openssl.run("x509", "-in", folder.serverCertificate().toString(), "-noout", "-pubkey"));
    }

    private static Path authority() {
        return folder.authorityCertificate(Party.CLIENT);
    }

    /** Openssl 3.2 and later leave the spaces around the equals sign away. */
    private static String text(Path certificate) throws Exception {
        return Openssl.run("x509", "-in", certificate.toString(), "-noout", "-text")
                .replace("CN=", "CN = ");
    }
}
