package hallpass.trace;

/** Times for people to compare. */
final class Times {
    private static final int DATE = "2026-11-22T".length();

    private Times() {}

    /** A time without its date, where {@code other} is of the same day; anything else as it is. */
    static String shortened(String text, String other) {
        boolean times =
                text.length() > DATE && text.endsWith("Z") && other.endsWith("Z") && text.charAt(DATE - 1) == 'T';
        return times && other.startsWith(text.substring(0, DATE)) ? text.substring(DATE) : text;
    }
}
