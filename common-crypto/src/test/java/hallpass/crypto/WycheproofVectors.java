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

/** The public test vectors of project Wycheproof, where they lie beside the repository. */
public final class WycheproofVectors {
    private static final HexFormat HEX = HexFormat.of();

    private WycheproofVectors() {}

    /** Holds our code against one vector. */
    public interface VectorCheck {
        void verify(JsonNode group, JsonNode test) throws Exception;
    }

    /**
     * A test for each vector of a file, such as {@code aes_gcm_test}: our code agrees with it, or it is an exception in
     * {@code wycheproof-exceptions.txt} and our code does not. And one that every exception is of a vector that is there.
     */
    public static Stream<DynamicTest> tests(String file, VectorCheck check) {
        // Tests run in their module's folder.
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
                        "exceptions are of vectors that are there",
                        () -> assertThat(all.stream().map(TestVector::number)).containsAll(exceptions.keySet()))));
    }

    private record TestVector(JsonNode group, JsonNode test) {
        int number() {
            return test.path("tcId").asInt();
        }

        DynamicTest test(VectorCheck check, Optional<String> exception) {
            String name = number() + " " + test.path("comment").asString();
            return exception
                    .map(reason ->
                            DynamicTest.dynamicTest(name + ", an exception: " + reason, () -> assertDisagrees(check)))
                    .orElseGet(() -> DynamicTest.dynamicTest(name, () -> check.verify(group, test)));
        }

        private void assertDisagrees(VectorCheck check) {
            assertThatThrownBy(() -> check.verify(group, test))
                    .as("vector %s passes: strike it out of wycheproof-exceptions.txt", number())
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
