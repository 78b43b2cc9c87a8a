package hallpass.app;

/** A line's first word, and the rest of it after one space. */
record Words(String first, String rest) {
    static Words of(String line) {
        int space = line.indexOf(' ');
        return space < 0 ? new Words(line, "") : new Words(line.substring(0, space), line.substring(space + 1));
    }
}
