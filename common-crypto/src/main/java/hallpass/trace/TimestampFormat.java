package hallpass.trace;

/** Times for people to compare. */
final class TimestampFormat {
    private static final int DATE = "2026-11-22T".length();

    private TimestampFormat() {}

    /** A time without its date, where {@code other} is of the same day; anything else as it is. */
    static String withoutSharedDate(String text, String other) {
        boolean bothTimes =
                text.length() > DATE && text.endsWith("Z") && other.endsWith("Z") && text.charAt(DATE - 1) == 'T';
        return bothTimes && other.startsWith(text.substring(0, DATE)) ? text.substring(DATE) : text;
    }
}
