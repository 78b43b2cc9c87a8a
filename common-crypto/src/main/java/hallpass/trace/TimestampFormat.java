package hallpass.trace;

/** Formats timestamps for comparison. */
final class TimestampFormat {
    private static final int DATE = "2026-11-22T".length();

    private TimestampFormat() {}

    /**
     * Removes the date from a timestamp if {@code other} has the same date. Other text is
     * unchanged.
     */
    static String withoutSharedDate(String text, String other) {
        boolean bothTimes =
                text.length() > DATE && text.endsWith("Z") && other.endsWith("Z") && text.charAt(DATE - 1) == 'T';
        return bothTimes && other.startsWith(text.substring(0, DATE)) ? text.substring(DATE) : text;
    }
}
