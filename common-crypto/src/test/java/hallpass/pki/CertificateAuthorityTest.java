package hallpass.pki;

import static hallpass.pki.PkiFixtures.AUTHORITY;
import static hallpass.pki.PkiFixtures.CA;
import static hallpass.pki.PkiFixtures.CA_PAIR;
import static hallpass.pki.PkiFixtures.LIFETIME;
import static hallpass.pki.PkiFixtures.NOW;
import static hallpass.pki.PkiFixtures.ROGUE_PAIR;
import static hallpass.pki.PkiFixtures.SERIAL;
import static hallpass.pki.PkiFixtures.SERVER;
import static hallpass.pki.PkiFixtures.SKEW;
import static hallpass.pki.PkiFixtures.selfSigned;
import static hallpass.pki.PkiFixtures.serverKey;
import static hallpass.pki.PkiFixtures.validity;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import hallpass.message.PrincipalName;
import java.math.BigInteger;
import java.security.KeyPairGenerator;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateCrtKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateAuthorityTest {
    private final X509Certificate issued = AUTHORITY.issueServerCertificate(SERVER, serverKey(), validity(), SERIAL);

    @Test
    void caCertificateSignsEndEntitiesOnly() {
        X509Certificate own = AUTHORITY.certificate();

        assertThat(own.getVersion()).isEqualTo(3);
        assertThat(own.getBasicConstraints()).isZero();
        // keyCertSign and cRLSign (RFC 5280 §4.2.1.3).
        assertThat(own.getKeyUsage()).containsExactly(false, false, false, false, false, true, true, false, false);
        assertThat(own.getCriticalExtensionOIDs()).containsExactlyInAnyOrder("2.5.29.19", "2.5.29.15");
        assertThat(own.getSigAlgName()).isEqualTo("SHA256withRSA");
        assertThat(own.getSubjectX500Principal()).isEqualTo(own.getIssuerX500Principal());
        assertThat(AUTHORITY.name()).isEqualTo(CA);
    }

    @Test
    void issuesServerCertificate() throws Exception {
        assertThat(issued.getVersion()).isEqualTo(3);
        assertThat(issued.getSubjectX500Principal().getName()).isEqualTo("CN=ID-Server");
        assertThat(issued.getIssuerX500Principal())
                .isEqualTo(AUTHORITY.certificate().getSubjectX500Principal());
        assertThat(issued.getPublicKey()).isEqualTo(serverKey());
        assertThat(issued.getBasicConstraints()).isEqualTo(-1);
        // digitalSignature and keyEncipherment.
        assertThat(issued.getKeyUsage()).containsExactly(true, false, true, false, false, false, false, false, false);
        assertThat(issued.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(issued.getSubjectAlternativeNames()).containsExactly(List.of(2, "ID-Server"));
        assertThat(issued.getSerialNumber()).isEqualTo(SERIAL);
    }

    @Test
    void keyIdentifiersMatchIssuer() {
        byte[] subjectKey = AUTHORITY.certificate().getExtensionValue("2.5.29.14");
        byte[] authorityKey = issued.getExtensionValue("2.5.29.35");
        int sha1 = 20;

        assertThat(lastBytes(authorityKey, sha1)).isEqualTo(lastBytes(subjectKey, sha1));
        assertThat(issued.getExtensionValue("2.5.29.14")).isNotEqualTo(subjectKey);
    }

    @Test
    void backdatesCertificateByClockSkew() {
        assertThat(issued.getNotBefore().toInstant()).isEqualTo("2026-11-22T11:55:00Z");
        assertThat(issued.getNotAfter().toInstant())
                .isEqualTo(NOW.plus(LIFETIME).minusMillis(123));
    }

    @Test
    void certificateEndsNoLaterThanIssuer() {
        Validity tooLong = Validity.starting(NOW, Duration.ofDays(36500), SKEW);

        assertThat(AUTHORITY
                        .issueServerCertificate(SERVER, serverKey(), tooLong, SERIAL)
                        .getNotAfter())
                .isEqualTo(AUTHORITY.certificate().getNotAfter());
    }

    @Test
    void serialNumbersArePositive128Bit() {
        for (byte filler : new byte[] {0, 1, (byte) 0x7f, (byte) 0x80, (byte) 0xff}) {
            BigInteger serial = CertificateAuthority.newSerial(count -> {
                byte[] bytes = new byte[count];
                Arrays.fill(bytes, filler);
                return bytes;
            });
            assertThat(serial.signum()).isOne();
            assertThat(serial.bitLength()).isEqualTo(128);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-edge",
                "edge-",
                ".",
                "a..b",
                "a b",
                "a,O=b",
                "a/b",
                "ä",
                "a\nb",
                "a_b",
                "*.a",
                "a.",
                "a2345678901234567890123456789012345678901234567890123456789012345",
                "a234567890123456789012345678901234567890123456789012345678901234"
            })
    void refusesInvalidNames(String name) {
        PrincipalName server = new PrincipalName(name);

        assertThat(CertificateName.isAllowed(server)).isFalse();
        assertThatThrownBy(() -> AUTHORITY.issueServerCertificate(server, serverKey(), validity(), SERIAL))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "7",
                "ID-Server",
                "app.hallpass.test",
                "a--b",
                "a23456789012345678901234567890123456789012345678901234567890123",
                "a2345678901234567890123456789012345678901234567890123456789012.b"
            })
    void acceptsHostNames(String name) {
        assertThat(CertificateName.isAllowed(new PrincipalName(name))).isTrue();
    }

    @Test
    void refusesMismatchedKeyAndCertificate() throws Exception {
        RSAPrivateCrtKey own = (RSAPrivateCrtKey) CA_PAIR.getPrivate();
        RSAPrivateCrtKey other = (RSAPrivateCrtKey) ROGUE_PAIR.getPrivate();

        assertThat(CertificateAuthority.of(AUTHORITY.certificate(), own).name()).isEqualTo(CA);
        assertThatThrownBy(() -> CertificateAuthority.of(AUTHORITY.certificate(), other))
                .isInstanceOf(KeyMaterialException.class);
        assertThatThrownBy(() -> CertificateAuthority.of(issued, own)).isInstanceOf(KeyMaterialException.class);
    }

    @Test
    void refusesSmallCaKey() throws Exception {
        KeyPairGenerator small = KeyPairGenerator.getInstance("RSA");
        small.initialize(1024);

        assertThat(catchThrowableOfType(IllegalArgumentException.class, () -> selfSigned(CA, small.generateKeyPair())))
                .hasMessageContaining("1024 bits");
    }

    @Test
    void doesNotRegisterBouncyCastle() {
        assertThat(Security.getProvider("BC")).isNull();
    }

    private static byte[] lastBytes(byte[] bytes, int count) {
        return Arrays.copyOfRange(bytes, bytes.length - count, bytes.length);
    }
}
