package hallpass.cli.admin;

import hallpass.cli.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The users of an import file: CSV (RFC 4180) with a header line, or one JSON object on each line.
 *
 * @param users the well-formed entries, in the order of the file
 * @param badLines the others
 */
record ImportFile(List<ImportedUser> users, List<BadLine> badLines) {
    private static final String NAME = "name";
    private static final String PASSWORD = "password";

    /** {@code toString} does not reveal the password. */
    record ImportedUser(int line, String name, String password) {
        @Override
        public String toString() {
            return "line " + line + ": " + name;
        }
    }

    /** @param problem without the line number, and without the content of the line */
    record BadLine(int line, String problem) {}

    static ImportFile parse(String text) {
        ImportFile file = new ImportFile(new ArrayList<>(), new ArrayList<>());
        if (text.stripLeading().startsWith("{")) {
            file.parseJsonLines(text);
        } else {
            file.parseCsv(new CsvReader(text));
        }
        return file;
    }

    private void parseJsonLines(String text) {
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (!line.isBlank()) {
                parseObject(number, line);
            }
        }
    }

    private void parseObject(int number, String line) {
        Optional<Map<String, Object>> fields = Json.decodeObject(line);
        if (fields.isEmpty()) {
            badLines.add(new BadLine(number, "not a JSON object"));
        } else if (!fields.get().keySet().equals(Set.of(NAME, PASSWORD))
                || !fields.get().values().stream().allMatch(String.class::isInstance)) {
            badLines.add(new BadLine(number, "needs the fields name and password, both strings, and no other"));
        } else {
            users.add(new ImportedUser(
                    number,
                    String.valueOf(fields.get().get(NAME)),
                    String.valueOf(fields.get().get(PASSWORD))));
        }
    }

    private void parseCsv(CsvReader csv) {
        Optional<CsvReader.Row> header = csv.next();
        List<String> columns = header.map(CsvReader.Row::fields).orElse(List.of()).stream()
                .map(column -> column.strip().toLowerCase(Locale.ROOT))
                .toList();
        if (columns.size() != 2 || !Set.copyOf(columns).equals(Set.of(NAME, PASSWORD))) {
            badLines.add(new BadLine(1, "must be the header: name,password"));
            return;
        }
        for (Optional<CsvReader.Row> row = csv.next(); row.isPresent(); row = csv.next()) {
            List<String> fields = row.get().fields();
            if (!row.get().isWellFormed()) {
                badLines.add(new BadLine(row.get().line(), "has a quotation mark that does not enclose a field"));
            } else if (fields.size() != 2) {
                badLines.add(new BadLine(
                        row.get().line(),
                        "has " + fields.size() + (fields.size() == 1 ? " field" : " fields")
                                + " instead of two; enclose a field that contains a comma in quotation marks"));
            } else {
                users.add(new ImportedUser(
                        row.get().line(), fields.get(columns.indexOf(NAME)), fields.get(columns.indexOf(PASSWORD))));
            }
        }
    }
}
