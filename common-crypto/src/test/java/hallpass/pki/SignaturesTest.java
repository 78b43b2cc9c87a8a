package hallpass.pki;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.crypto.Wycheproof;
import hallpass.wire.Bytes;
import java.security.interfaces.RSAPublicKey;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The signatures of lists, answers and requests: RSASSA-PKCS1-v1_5 with SHA-256. */
class SignaturesTest {
    @TestFactory
    Stream<DynamicTest> wycheproof() {
        return Wycheproof.tests("rsa_signature_2048_sha256_test", (group, test) -> {
            RSAPublicKey key = RsaKeys.publicKey(Bytes.of(Wycheproof.bytes(group, "publicKeyDer")));
            boolean signed = Certificates.isSigned(key, Wycheproof.bytes(test, "msg"), Wycheproof.bytes(test, "sig"));
            // An acceptable one leaves out the NULL of the hash's parameters: either answer is right (RFC 8017 appendix
            // A.2.4).
            if (!test.path("result").asString().equals("acceptable")) {
                assertThat(signed).isEqualTo(Wycheproof.isValid(test));
            }
        });
    }
}
