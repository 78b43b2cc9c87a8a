package hallpass.crypto;

import static hallpass.crypto.WycheproofVectors.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

class HkdfTest {
    @TestFactory
    Stream<DynamicTest> passesWycheproofHkdfVectors() {
        return WycheproofVectors.tests("hkdf_sha256_test", (group, test) -> {
            if (WycheproofVectors.isValid(test)) {
                assertThat(derive(test)).isEqualTo(bytes(test, "okm"));
            } else {
                assertThatThrownBy(() -> derive(test)).isInstanceOf(IllegalArgumentException.class);
            }
        });
    }

    private static byte[] derive(JsonNode test) {
        return Hkdf.derive(
                bytes(test, "ikm"),
                bytes(test, "salt"),
                bytes(test, "info"),
                test.path("size").asInt());
    }

    /** Some vectors have truncated tags. */
    @TestFactory
    Stream<DynamicTest> passesWycheproofHmacVectors() {
        return WycheproofVectors.tests("hmac_sha256_test", (group, test) -> {
            byte[] tag = bytes(test, "tag");
            byte[] mac = Arrays.copyOf(Hkdf.hmac(bytes(test, "key"), bytes(test, "msg")), tag.length);
            assertThat(Arrays.equals(mac, tag)).isEqualTo(WycheproofVectors.isValid(test));
        });
    }
}
