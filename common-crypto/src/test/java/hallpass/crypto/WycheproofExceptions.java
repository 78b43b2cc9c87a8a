package hallpass.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The expected failures in {@code wycheproof-exceptions.txt}, each with its reason. */
final class WycheproofExceptions {
    private static final String RESOURCE = "wycheproof-exceptions.txt";

    private WycheproofExceptions() {}

    /** @param vectors the reasons by vector number */
    private record ExceptionLine(String file, Map<Integer, String> vectors) {
        static ExceptionLine of(String text) {
            List<String> parts =
                    Arrays.stream(text.split("\\|", -1)).map(String::strip).toList();
            if (parts.size() != 3 || parts.contains("")) {
                throw new IllegalStateException(RESOURCE + " needs a file, numbers and a reason in: " + text);
            }
            Map<Integer, String> vectors = new TreeMap<>();
            Arrays.stream(parts.get(1).split(","))
                    .flatMapToInt(ExceptionLine::numbers)
                    .forEach(number -> vectors.put(number, parts.get(2)));
            return new ExceptionLine(parts.get(0), vectors);
        }

        private static IntStream numbers(String range) {
            String[] ends = range.split("-", -1);
            return IntStream.rangeClosed(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
        }
    }

    /** The reasons of a file's expected failures, by vector number. */
    static Map<Integer, String> forFile(String file) {
        Map<Integer, String> reasons = new TreeMap<>();
        lines().stream().filter(line -> line.file.equals(file)).forEach(line -> reasons.putAll(line.vectors));
        return reasons;
    }

    private static List<ExceptionLine> lines() {
        try (InputStream in = WycheproofExceptions.class.getResourceAsStream(RESOURCE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(ExceptionLine::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
