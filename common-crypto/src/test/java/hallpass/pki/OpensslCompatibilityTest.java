package hallpass.pki;

import static hallpass.pki.PkiFixtures.AUTHORITY;
import static hallpass.pki.PkiFixtures.CA;
import static hallpass.pki.PkiFixtures.NOW;
import static hallpass.pki.PkiFixtures.ROGUE_PAIR;
import static hallpass.pki.PkiFixtures.SERIAL;
import static hallpass.pki.PkiFixtures.SERVER;
import static hallpass.pki.PkiFixtures.SERVER_PAIR;
import static hallpass.pki.PkiFixtures.selfSigned;
import static hallpass.pki.PkiFixtures.serverKey;
import static hallpass.pki.PkiFixtures.validity;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hallpass.message.Nonce;
import hallpass.wire.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verifies certificates, CRLs and OCSP responses with openssl. */
class OpensslCompatibilityTest {
    private static final String VERIFICATION_TIME = String.valueOf(NOW.getEpochSecond());

    @TempDir
    private Path folder;

    private Path authority;
    private Path server;
    private Path key;

    @BeforeEach
    void writeFiles() throws Exception {
        assumeTrue(isInstalled(), "openssl is not installed");
        authority = Files.write(folder.resolve("ca.crt"), Pem.encode(AUTHORITY.certificate()));
        server = Files.write(
                folder.resolve("app.crt"),
                Pem.encode(AUTHORITY.issueServerCertificate(SERVER, serverKey(), validity(), SERIAL)));
        key = Files.write(
                folder.resolve("app.key"), Pem.encode(SERVER_PAIR.getPrivate()).expose());
    }

    @Test
    void verifiesChain() throws Exception {
        assertThat(openssl("verify", "-attime", VERIFICATION_TIME, "-CAfile", authority, server))
                .isEqualTo(server + ": OK");
        assertThat(openssl(
                        "verify",
                        "-attime",
                        VERIFICATION_TIME,
                        "-x509_strict",
                        "-purpose",
                        "sslserver",
                        "-verify_hostname",
                        SERVER,
                        "-CAfile",
                        authority,
                        server))
                .isEqualTo(server + ": OK");
    }

    @Test
    void refusesAnotherCaWithTheSameName() throws Exception {
        Path other = Files.write(
                folder.resolve("other.crt"),
                Pem.encode(selfSigned(CA, ROGUE_PAIR).certificate()));

        assertThat(openssl("verify", "-attime", VERIFICATION_TIME, "-CAfile", other, server))
                .doesNotEndWith(": OK");
    }

    @Test
    void readsNamesAndExtensions() throws Exception {
        assertThat(openssl("x509", "-noout", "-text", "-in", server).lines().map(String::strip))
                .contains(
                        "Version: 3 (0x2)",
                        "Signature Algorithm: sha256WithRSAEncryption",
                        "Issuer: CN = ID-CA",
                        "Subject: CN = ID-Server",
                        "Public-Key: (2048 bit)",
                        "X509v3 Basic Constraints: critical",
                        "CA:FALSE",
                        "X509v3 Key Usage: critical",
                        "Digital Signature, Key Encipherment",
                        "TLS Web Server Authentication",
                        "DNS:ID-Server",
                        "X509v3 Subject Key Identifier:",
                        "X509v3 Authority Key Identifier:");
        assertThat(openssl("x509", "-noout", "-text", "-in", authority).lines().map(String::strip))
                .contains("CA:TRUE, pathlen:0", "Certificate Sign, CRL Sign", "Subject: CN = ID-CA");
    }

    @Test
    void matchesPrivateKeyAndCertificate() throws Exception {
        assertThat(openssl("pkey", "-in", key, "-pubout"))
                .isEqualTo(openssl("x509", "-noout", "-pubkey", "-in", server));
        assertThat(openssl("rsa", "-in", key, "-noout", "-check")).isEqualTo("RSA key ok");
    }

    @Test
    void readsCrl() throws Exception {
        Path list = list(7, new RevokedCertificate(SERIAL, NOW, RevocationReason.KEY_COMPROMISE));

        List<String> text = openssl("crl", "-CAfile", authority, "-in", list, "-noout", "-text")
                .lines()
                .map(String::strip)
                .toList();
        assertThat(text)
                .contains(
                        "verify OK",
                        "Version 2 (0x1)",
                        "Signature Algorithm: sha256WithRSAEncryption",
                        "Issuer: CN = ID-CA",
                        "Last Update: Nov 22 12:00:00 2026 GMT",
                        "Next Update: Nov 23 12:00:00 2026 GMT",
                        "X509v3 CRL Number:",
                        "7",
                        "X509v3 Authority Key Identifier:",
                        "Serial Number: " + Certificates.formatSerial(SERIAL),
                        "Key Compromise");
    }

    @Test
    void refusesOnlyRevokedCertificates() throws Exception {
        Path empty = list(1);
        Path full = list(2, new RevokedCertificate(SERIAL, NOW, RevocationReason.UNSPECIFIED));

        assertThat(verifyWithCrl(empty)).isEqualTo(server + ": OK");
        assertThat(verifyWithCrl(full)).contains("certificate revoked").doesNotEndWith(": OK");
    }

    @Test
    void readsOcspResponse() throws Exception {
        assertThat(ocspStatus(new RevocationStatus.Good())).contains("Response verify OK", server + ": good");
        assertThat(ocspStatus(new RevocationStatus.Revoked(NOW, RevocationReason.KEY_COMPROMISE)))
                .contains(
                        "Response verify OK",
                        server + ": revoked",
                        "Reason: keyCompromise",
                        "Revocation Time: Nov 22 12:00:00 2026 GMT");
        assertThat(ocspStatus(new RevocationStatus.Unknown())).contains(server + ": unknown");
    }

    @Test
    void readsOcspNonce() throws Exception {
        Bytes answer =
                AUTHORITY.signOcspResponse(SERIAL, new RevocationStatus.Good(), new Nonce(0x1122334455667788L), NOW);
        Path file = Files.write(folder.resolve("answer.der"), answer.toArray());

        assertThat(openssl("ocsp", "-respin", file, "-noverify", "-resp_text"))
                .contains("OCSP Nonce:", "04081122334455667788");
    }

    private Path list(long number, RevokedCertificate... revoked) throws Exception {
        Crl crl = AUTHORITY.signCrl(number, NOW, NOW.plus(Duration.ofDays(1)), List.of(revoked));
        return Files.write(folder.resolve(number + ".crl"), Pem.encode(crl));
    }

    private String verifyWithCrl(Path list) throws Exception {
        return openssl(
                "verify", "-attime", VERIFICATION_TIME, "-crl_check", "-CRLfile", list, "-CAfile", authority, server);
    }

    private List<String> ocspStatus(RevocationStatus status) throws Exception {
        // The current time, because "openssl ocsp" has no option for another one.
        Bytes answer = AUTHORITY.signOcspResponse(
                SERIAL, status, new Nonce(1), InstantSource.system().instant());
        Path file = Files.write(folder.resolve("answer.der"), answer.toArray());
        return openssl(
                        "ocsp",
                        "-no_nonce",
                        "-respin",
                        file,
                        "-issuer",
                        authority,
                        "-cert",
                        server,
                        "-CAfile",
                        authority)
                .lines()
                .map(String::strip)
                .toList();
    }

    private static boolean isInstalled() throws InterruptedException {
        try {
            return new ProcessBuilder("openssl", "version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static String openssl(Object... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl"));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output.strip();
    }
}
