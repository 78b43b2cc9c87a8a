package hallpass.app;

/** A line's first word, and the rest of it after one space. */
record RequestWords(String first, String rest) {
    static RequestWords of(String line) {
        int space = line.indexOf(' ');
        return space < 0
                ? new RequestWords(line, "")
                : new RequestWords(line.substring(0, space), line.substring(space + 1));
    }
}
