package hallpass.cli.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the rows of a CSV text (RFC 4180). Blank lines are skipped. */
final class CsvReader {
    private static final char QUOTE = '"';

    private final String text;
    private int position;
    private int line = 1;

    CsvReader(String text) {
        this.text = text;
    }

    /**
     * @param line the number of the first line of the row
     * @param isWellFormed false if a quotation mark is not closed, or is not at an end of a field
     */
    record Row(int line, List<String> fields, boolean isWellFormed) {}

    /** The next row; empty at the end of the text. */
    Optional<Row> next() {
        while (position < text.length() && isLineEnd(text.charAt(position))) {
            readLineEnd();
        }
        if (position == text.length()) {
            return Optional.empty();
        }
        int first = line;
        List<String> fields = new ArrayList<>();
        boolean wellFormed = true;
        do {
            StringBuilder field = new StringBuilder();
            wellFormed &= text.startsWith("\"", position) ? readQuoted(field) : readPlain(field);
            fields.add(field.toString());
        } while (skip(','));
        if (position < text.length()) {
            // Text after a closing quotation mark.
            wellFormed &= isLineEnd(text.charAt(position));
            while (position < text.length() && !isLineEnd(text.charAt(position))) {
                position++;
            }
            readLineEnd();
        }
        return Optional.of(new Row(first, fields, wellFormed));
    }

    private boolean readPlain(StringBuilder field) {
        while (position < text.length() && text.charAt(position) != ',' && !isLineEnd(text.charAt(position))) {
            field.append(text.charAt(position++));
        }
        return field.indexOf("\"") < 0;
    }

    private boolean readQuoted(StringBuilder field) {
        position++;
        while (position < text.length()) {
            char c = text.charAt(position);
            if (c == QUOTE) {
                position++;
                if (!skip(QUOTE)) {
                    return true;
                }
            } else if (isLineEnd(c)) {
                readLineEnd();
            } else {
                position++;
            }
            field.append(c);
        }
        return false;
    }

    private boolean skip(char expected) {
        if (position < text.length() && text.charAt(position) == expected) {
            position++;
            return true;
        }
        return false;
    }

    private void readLineEnd() {
        if (position < text.length()) {
            position += text.startsWith("\r\n", position) ? 2 : 1;
            line++;
        }
    }

    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }
}
