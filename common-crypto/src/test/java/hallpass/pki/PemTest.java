package hallpass.pki;

import static hallpass.pki.PkiFixtures.AUTHORITY;
import static hallpass.pki.PkiFixtures.SERVER_PAIR;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hallpass.crypto.SecretBytes;
import java.security.KeyPairGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemTest {
    @Test
    void roundTripsCertificate() throws Exception {
        byte[] pem = Pem.encode(AUTHORITY.certificate());

        assertThat(Pem.decodeCertificate(pem)).isEqualTo(AUTHORITY.certificate());
        assertThat(new String(pem, US_ASCII))
                .startsWith("-----BEGIN CERTIFICATE-----\n")
                .endsWith("\n-----END CERTIFICATE-----\n");
    }

    @Test
    void skipsExplanatoryTextAndCarriageReturns() throws Exception {
        String pem =
                "Certificate:\r\n" + new String(Pem.encode(AUTHORITY.certificate()), US_ASCII).replace("\n", "\r\n");

        assertThat(Pem.decodeCertificate(pem.getBytes(US_ASCII))).isEqualTo(AUTHORITY.certificate());
    }

    @Test
    void roundTripsPrivateKey() throws Exception {
        assertThat(Pem.decodePrivateKey(Pem.encode(SERVER_PAIR.getPrivate()))).isEqualTo(SERVER_PAIR.getPrivate());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "-----BEGIN CERTIFICATE-----",
                "-----END CERTIFICATE----------BEGIN CERTIFICATE-----",
                "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----",
                "-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----",
                "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----",
                "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----"
            })
    void refusesMalformedPem(String file) {
        byte[] bytes = file.getBytes(US_ASCII);

        assertThatThrownBy(() -> Pem.decodeCertificate(bytes)).isInstanceOf(KeyMaterialException.class);
        assertThatThrownBy(() -> Pem.decodePrivateKey(SecretBytes.of(bytes))).isInstanceOf(KeyMaterialException.class);
    }

    @Test
    void refusesNonRsaPrivateKey() throws Exception {
        SecretBytes elliptic =
                Pem.encode(KeyPairGenerator.getInstance("EC").generateKeyPair().getPrivate());

        assertThatThrownBy(() -> Pem.decodePrivateKey(elliptic)).isInstanceOf(KeyMaterialException.class);
    }
}
