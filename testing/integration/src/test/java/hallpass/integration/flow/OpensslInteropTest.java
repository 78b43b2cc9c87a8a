package hallpass.integration.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hallpass.config.RealmFolder;
import hallpass.integration.harness.InProcessRealm;
import hallpass.integration.harness.OpensslCommand;
import hallpass.integration.harness.RealmFixture;
import hallpass.message.Party;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verifies the certificates and keys of a realm with openssl. */
class OpensslInteropTest {
    private static RealmFolder folder;
    private static InProcessRealm realm;

    @BeforeAll
    static void registerServer(@TempDir Path temporary) throws Exception {
        assumeTrue(OpensslCommand.isInstalled(), "openssl is not installed; scripts/test.sh installs it");
        realm = new InProcessRealm(RealmFixture.create(temporary.resolve("realm")))
                .startAll(List.of(Party.CA, Party.APP));
        folder = realm.folder().open();
    }

    @AfterAll
    static void stop() {
        if (realm != null) {
            realm.close();
        }
    }

    @Test
    void verifiesServerCertificate() throws Exception {
        Path app = folder.serverCertificate();

        assertThat(OpensslCommand.run(
                        "verify", "-x509_strict", "-CAfile", caCertificate().toString(), app.toString()))
                .isEqualTo(app + ": OK");
        assertThat(OpensslCommand.run(
                        "verify",
                        "-x509_strict",
                        "-purpose",
                        "sslserver",
                        "-CAfile",
                        caCertificate().toString(),
                        app.toString()))
                .isEqualTo(app + ": OK");
    }

    @Test
    void readsServerCertificate() throws Exception {
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
    void readsCaCertificate() throws Exception {
        assertThat(text(caCertificate()))
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
    void serverKeyMatchesCertificate() throws Exception {
        assertThat(OpensslCommand.run("pkey", "-in", folder.serverKey().toString(), "-pubout"))
                .isEqualTo(OpensslCommand.run(
                        "x509", "-in", folder.serverCertificate().toString(), "-noout", "-pubkey"));
    }

    private static Path caCertificate() {
        return folder.authorityCertificate(Party.CLIENT);
    }

    /** OpenSSL 3.2 and later print no spaces around the equals sign. */
    private static String text(Path certificate) throws Exception {
        return OpensslCommand.run("x509", "-in", certificate.toString(), "-noout", "-text")
                .replace("CN=", "CN = ");
    }
}
