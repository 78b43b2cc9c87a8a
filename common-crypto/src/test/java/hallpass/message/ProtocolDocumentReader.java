package hallpass.message;

import hallpass.crypto.SymmetricKey;
import hallpass.message.WorkedExamples.WorkedExample;
import hallpass.wire.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the examples and tables of {@code docs/protocol.md}. */
public record ProtocolDocumentReader(List<String> lines) {
    private static final Path FILE = Path.of("..", "docs", "protocol.md");
    private static final Pattern HEADING = Pattern.compile("### ((?:[KPS]\\d+|E) [A-Z-]+)");
    private static final Pattern OPENED = Pattern.compile(".*, (?:opened with `(.+)`|before encryption):");
    private static final Pattern HEX = Pattern.compile("([0-9a-f]+)(?: .*)?");
    /** The bold name of an encrypted part, above its field table. */
    private static final Pattern PART = Pattern.compile("\\*\\*(.+)\\*\\*.*");

    private static final String FENCE = "```";
    /** The first column of a value of a hardened realm. */
    private static final int VALUE_COLUMN = 36;

    /**
     * A block of hexadecimal bytes.
     *
     * @param key name of the decryption key; empty for a frame and for an RSA part
     */
    record HexBlock(Optional<String> key, Bytes bytes) {}

    /** The section of one message. */
    record MessageSection(String heading, List<String> lines) {
        /** The generated lines between the example markers. */
        List<String> example() {
            int begin = beginOfExample(heading, lines);
            return lines.subList(begin, endOfExample(heading, lines, begin));
        }

        HexBlock frame() {
            return blocks().get(0);
        }

        List<HexBlock> openedParts() {
            return blocks().subList(1, blocks().size());
        }

        private List<HexBlock> blocks() {
            List<HexBlock> blocks = new ArrayList<>();
            Optional<String> key = Optional.empty();
            StringBuilder hex = new StringBuilder();
            for (String line : example()) {
                Matcher opened = OPENED.matcher(line);
                Matcher digits = HEX.matcher(line);
                if (opened.matches()) {
                    key = Optional.ofNullable(opened.group(1));
                } else if (digits.matches()) {
                    hex.append(digits.group(1));
                } else if (line.equals(FENCE)) {
                    blocks.add(new HexBlock(key, Bytes.ofHex(hex.toString())));
                    hex.setLength(0);
                }
            }
            return blocks;
        }

        /**
         * Name and type of each field, by message title or part name.
         */
        Map<String, List<List<String>>> fieldTables() {
            Map<String, List<List<String>>> tables = new LinkedHashMap<>();
            String about = heading.substring(heading.indexOf(' ') + 1);
            for (int i = 0; i < lines.size(); i++) {
                Matcher part = PART.matcher(lines.get(i));
                if (part.matches()) {
                    about = "t" + part.group(1).substring(1);
                } else if (lines.get(i).startsWith("| field |")) {
                    tables.put(
                            about,
                            rowsFrom(lines, i).stream()
                                    .map(row -> row.subList(0, 2))
                                    .toList());
                }
            }
            // A message without fields may omit its table.
            tables.putIfAbsent(heading.substring(heading.indexOf(' ') + 1), List.of());
            return tables;
        }
    }

    public static ProtocolDocumentReader read() throws IOException {
        return new ProtocolDocumentReader(Files.readAllLines(FILE));
    }

    /** The values of a hardened realm by name, in order. */
    public Map<String, Bytes> hardenedValues() {
        int begin = indexOfMarker("the document", lines, 0, "<!-- hardened values -->");
        int end = indexOfMarker("the document", lines, begin, "<!-- end of hardened values -->");
        Map<String, StringBuilder> hex = new LinkedHashMap<>();
        String name = "";
        for (String line : lines.subList(begin + 2, end - 1)) {
            name = line.startsWith(" ") ? name : line.substring(0, VALUE_COLUMN).strip();
            hex.computeIfAbsent(name, added -> new StringBuilder()).append(line.substring(VALUE_COLUMN));
        }
        Map<String, Bytes> values = new LinkedHashMap<>();
        hex.forEach((label, digits) -> values.put(label, Bytes.ofHex(digits.toString())));
        return values;
    }

    void write() throws IOException {
        Files.write(FILE, lines);
    }

    String text() {
        return String.join("\n", lines);
    }

    List<MessageSection> sections() {
        List<MessageSection> sections = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher heading = HEADING.matcher(lines.get(i));
            if (heading.matches()) {
                int end = i + 1;
                while (end < lines.size() && !lines.get(end).startsWith("#")) {
                    end++;
                }
                sections.add(new MessageSection(heading.group(1), lines.subList(i + 1, end)));
            }
        }
        return sections;
    }

    /** The rows of the first table whose header starts with {@code header}. */
    List<List<String>> table(String header) {
        int at = lines.indexOf(lines.stream()
                .filter(line -> line.startsWith(header))
                .findFirst()
                .orElse(""));
        return at < 0 ? List.of() : rowsFrom(lines, at);
    }

    /** The rows of all tables whose header starts with {@code header}. */
    List<List<String>> tables(String header) {
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(header)) {
                rows.addAll(rowsFrom(lines, i));
            }
        }
        return rows;
    }

    /** The keys of the examples, by name. */
    Map<String, SymmetricKey> keys() {
        Map<String, SymmetricKey> keys = new LinkedHashMap<>();
        table("| key | value |")
                .forEach(row -> keys.put(
                        row.get(0),
                        SymmetricKey.of(row.get(0), Bytes.ofHex(row.get(1)).toArray())));
        return keys;
    }

    ProtocolDocumentReader withExamples(List<WorkedExample> examples) {
        List<String> written = new ArrayList<>(lines);
        for (WorkedExample example : examples) {
            MessageType type = example.message().type();
            int at = written.indexOf("### " + type.label() + " " + type.title());
            int begin = beginOfExample(type.title(), written.subList(at, written.size())) + at;
            List<String> old = written.subList(begin, endOfExample(type.title(), written, begin));
            old.clear();
            old.addAll(ExampleFormatter.of(example));
        }
        return new ProtocolDocumentReader(written);
    }

    private static int beginOfExample(String where, List<String> lines) {
        return indexOfMarker(where, lines, 0, "<!-- example -->") + 1;
    }

    private static int endOfExample(String where, List<String> lines, int from) {
        return indexOfMarker(where, lines, from, "<!-- end of example -->");
    }

    private static int indexOfMarker(String where, List<String> lines, int from, String marker) {
        int at = lines.subList(from, lines.size()).indexOf(marker);
        if (at < 0) {
            throw new AssertionError(where + " lacks " + marker);
        }
        return from + at;
    }

    private static List<List<String>> rowsFrom(List<String> lines, int header) {
        List<List<String>> rows = new ArrayList<>();
        for (int i = header + 2; i < lines.size() && lines.get(i).startsWith("|"); i++) {
            rows.add(Arrays.stream(lines.get(i).substring(1).split("\\|"))
                    .map(cell -> cell.strip().replace("`", ""))
                    .toList());
        }
        return rows;
    }
}
