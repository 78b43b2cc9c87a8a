package hallpass.app;

/** A request split at its first space. */
record RequestWords(String first, String rest) {
    static RequestWords of(String line) {
        int space = line.indexOf(' ');
        return space < 0
                ? new RequestWords(line, "")
                : new RequestWords(line.substring(0, space), line.substring(space + 1));
    }
}
