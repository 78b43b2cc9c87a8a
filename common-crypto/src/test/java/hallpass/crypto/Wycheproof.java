package hallpass.crypto;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The public test vectors of project Wycheproof, where they lie beside the repository. */
public final class Wycheproof {
    private static final HexFormat HEX = HexFormat.of();

    private Wycheproof() {}

    /** Holds our code against one vector. */
    public interface Check {
        void of(JsonNode group, JsonNode test) throws Exception;
    }

    /** A test for each vector of a file, such as {@code aes_gcm_test}. */
    public static Stream<DynamicTest> tests(String file, Check check) {
        // Tests run in their module's folder.
        Path vectors = Path.of("../../shared/vectors/wycheproof/" + file + ".json");
        assumeTrue(Files.exists(vectors), "no test vectors at " + vectors);
        return JsonMapper.shared()
                .readTree(vectors)
                .path("testGroups")
                .valueStream()
                .flatMap(group -> group.path("tests").valueStream().map(test -> test(group, test, check)));
    }

    private static DynamicTest test(JsonNode group, JsonNode test, Check check) {
        String name = test.path("tcId").asString() + " " + test.path("comment").asString();
        return DynamicTest.dynamicTest(name, () -> check.of(group, test));
    }

    public static byte[] bytes(JsonNode node, String field) {
        return HEX.parseHex(node.path(field).asString());
    }

    public static boolean isValid(JsonNode test) {
        return test.path("result").asString().equals("valid");
    }
}
