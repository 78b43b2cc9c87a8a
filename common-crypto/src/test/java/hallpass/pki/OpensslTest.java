package hallpass.pki;

import static hallpass.pki.TestAuthority.AUTHORITY;
import static hallpass.pki.TestAuthority.CA;
import static hallpass.pki.TestAuthority.NOW;
import static hallpass.pki.TestAuthority.ROGUE_PAIR;
import static hallpass.pki.TestAuthority.SERIAL;
import static hallpass.pki.TestAuthority.SERVER;
import static hallpass.pki.TestAuthority.SERVER_PAIR;
import static hallpass.pki.TestAuthority.selfSigned;
import static hallpass.pki.TestAuthority.serverKey;
import static hallpass.pki.TestAuthority.validity;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an implementation that is not ours says of the certificates. */
class OpensslTest {
    private static final String AT = String.valueOf(NOW.getEpochSecond());

    @TempDir
    private Path folder;

    private Path authority;
    private Path server;
    private Path key;

    @BeforeEach
    void writeFiles() throws Exception {
        assumeTrue(isThere(), "openssl is not installed: its judgement is not asked");
        authority = Files.write(folder.resolve("ca.crt"), Pem.encode(AUTHORITY.certificate()));
        server = Files.write(
                folder.resolve("app.crt"), Pem.encode(AUTHORITY.issue(SERVER, serverKey(), validity(), SERIAL)));
        key = Files.write(
                folder.resolve("app.key"), Pem.encode(SERVER_PAIR.getPrivate()).expose());
    }

    @Test
    void verifiesTheChain() throws Exception {
        assertThat(openssl("verify", "-attime", AT, "-CAfile", authority, server))
                .isEqualTo(server + ": OK");
        assertThat(openssl(
                        "verify",
                        "-attime",
                        AT,
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
    void doesNotVerifyBelowAnotherAuthorityOfTheSameName() throws Exception {
        Path other = Files.write(
                folder.resolve("other.crt"),
                Pem.encode(selfSigned(CA, ROGUE_PAIR).certificate()));

        assertThat(openssl("verify", "-attime", AT, "-CAfile", other, server)).doesNotEndWith(": OK");
    }

    @Test
    void readsTheNamesAndExtensions() throws Exception {
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
    void findsTheKeyToBeThatOfTheCertificate() throws Exception {
        assertThat(openssl("pkey", "-in", key, "-pubout"))
                .isEqualTo(openssl("x509", "-noout", "-pubkey", "-in", server));
        assertThat(openssl("rsa", "-in", key, "-noout", "-check")).isEqualTo("RSA key ok");
    }

    private static boolean isThere() throws InterruptedException {
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
