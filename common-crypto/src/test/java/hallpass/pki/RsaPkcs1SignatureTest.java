package hallpass.pki;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.crypto.WycheproofVectors;
import hallpass.wire.Bytes;
import java.security.interfaces.RSAPublicKey;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Tests the signature algorithm of CRLs, OCSP responses and requests: RSASSA-PKCS1-v1_5 with
 * SHA-256.
 */
class RsaPkcs1SignatureTest {
    @TestFactory
    Stream<DynamicTest> passesWycheproofVectors() {
        return WycheproofVectors.tests("rsa_signature_2048_sha256_test", (group, test) -> {
            RSAPublicKey key = RsaKeys.decodePublicKey(Bytes.of(WycheproofVectors.bytes(group, "publicKeyDer")));
            boolean signed = Certificates.verifySignature(
                    key, WycheproofVectors.bytes(test, "msg"), WycheproofVectors.bytes(test, "sig"));
            // "Acceptable" vectors omit the NULL parameters of the hash, which verifiers may accept
            // or refuse (RFC 8017 appendix A.2.4).
            if (!test.path("result").asString().equals("acceptable")) {
                assertThat(signed).isEqualTo(WycheproofVectors.isValid(test));
            }
        });
    }
}
