package hallpass.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs the test vectors of Project Wycheproof, if they are present beside the repository. */
public final class WycheproofVectors {
    private static final HexFormat HEX = HexFormat.of();

    private WycheproofVectors() {}

    /** Asserts the expected result of one vector. */
    public interface VectorCheck {
        void verify(JsonNode group, JsonNode test) throws Exception;
    }

    /**
     * Creates one test per vector of a file, such as {@code aes_gcm_test}. A vector listed in
     * {@code wycheproof-exceptions.txt} must fail. One more test checks that every listed vector
     * exists.
     */
    public static Stream<DynamicTest> tests(String file, VectorCheck check) {
        // The working directory is the module's folder.
        Path vectors = Path.of("../../shared/vectors/wycheproof/" + file + ".json");
        assumeTrue(Files.exists(vectors), "no test vectors at " + vectors);
        Map<Integer, String> exceptions = WycheproofExceptions.forFile(file);
        List<TestVector> all = JsonMapper.shared()
                .readTree(vectors)
                .path("testGroups")
                .valueStream()
                .flatMap(group -> group.path("tests").valueStream().map(test -> new TestVector(group, test)))
                .toList();
        return Stream.concat(
                all.stream().map(vector -> vector.test(check, Optional.ofNullable(exceptions.get(vector.number())))),
                Stream.of(DynamicTest.dynamicTest(
                        "every listed exception exists",
                        () -> assertThat(all.stream().map(TestVector::number)).containsAll(exceptions.keySet()))));
    }

    private record TestVector(JsonNode group, JsonNode test) {
        int number() {
            return test.path("tcId").asInt();
        }

        DynamicTest test(VectorCheck check, Optional<String> exception) {
            String name = number() + " " + test.path("comment").asString();
            return exception
                    .map(reason -> DynamicTest.dynamicTest(
                            name + ", expected failure: " + reason, () -> assertDisagrees(check)))
                    .orElseGet(() -> DynamicTest.dynamicTest(name, () -> check.verify(group, test)));
        }

        private void assertDisagrees(VectorCheck check) {
            assertThatThrownBy(() -> check.verify(group, test))
                    .as("vector %s passes: remove it from wycheproof-exceptions.txt", number())
                    .isNotNull();
        }
    }

    public static byte[] bytes(JsonNode node, String field) {
        return HEX.parseHex(node.path(field).asString());
    }

    public static boolean isValid(JsonNode test) {
        return test.path("result").asString().equals("valid");
    }
}
