package hallpass.attack;

import hallpass.attack.matrix.MatrixCell;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** {@code expected.txt}: what each attack should come to. */
record ExpectedMatrix(List<String> guardSets, Map<String, List<String>> rows) {
    static ExpectedMatrix read() throws IOException {
        try (InputStream in = Objects.requireNonNull(ExpectedMatrix.class.getResourceAsStream("/expected.txt"))) {
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
            Map<String, List<String>> rows = new LinkedHashMap<>();
            lines.stream().skip(1).map(ExpectedMatrix::cells).forEach(cells -> rows.put(cells.get(0), rest(cells)));
            return new ExpectedMatrix(rest(cells(lines.get(0))), rows);
        }
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
    }

    private static List<String> rest(List<String> cells) {
        return cells.subList(1, cells.size());
    }

    List<String> attacks() {
        return List.copyOf(rows.keySet());
    }

    /** What the table says of a cell; {@code ?} where it has none. */
    String expectedOutcome(MatrixCell cell) {
        int column = guardSets.indexOf(cell.guardSet().name());
        List<String> row = rows.getOrDefault(cell.attack().id(), List.of());
        return column < 0 || column >= row.size() ? "?" : row.get(column);
    }

    /** Where ECB opens a part with another key, luck decides between 31 and 41: {@code 31/41} is either. */
    boolean matches(MatrixCell cell) {
        String expected = expectedOutcome(cell);
        String actual = cell.outcome().summary();
        return expected.equals(actual)
                || (expected.startsWith("31/41 ")
                        && (actual.equals(expected.replace("31/41", "31"))
                                || actual.equals(expected.replace("31/41", "41"))));
    }
}
