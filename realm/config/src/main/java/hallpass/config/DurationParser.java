package hallpass.config;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses durations on command lines: a whole number and a unit. */
public final class DurationParser {
    private static final Pattern FORMAT = Pattern.compile("([0-9]{1,10})(ms|s|m|h|d)");
    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "ms", ChronoUnit.MILLIS,
            "s", ChronoUnit.SECONDS,
            "m", ChronoUnit.MINUTES,
            "h", ChronoUnit.HOURS,
            "d", ChronoUnit.DAYS);
    /** A clock that is this far ahead still shows a year before 2100. */
    private static final Duration MAX_DURATION = Duration.ofDays(20_000);

    private DurationParser() {}

    /** @param text such as {@code 60s} */
    public static Duration parse(String text) throws RealmException {
        return parse(text, MAX_DURATION);
    }

    private static Duration parse(String text, Duration max) throws RealmException {
        Matcher matcher = FORMAT.matcher(text);
        if (!matcher.matches()) {
            throw new RealmException(
                    RealmError.INVALID_DURATION,
                    text,
                    "write a duration as 10m, 90s or 2h; the units are ms, s, m, h and d");
        }
        Duration duration = Duration.of(Long.parseLong(matcher.group(1)), UNITS.get(matcher.group(2)));
        if (duration.compareTo(max) > 0) {
            throw new RealmException(RealmError.INVALID_DURATION, text, "the maximum is " + max.toDays() + "d");
        }
        return duration;
    }

    /**
     * Parses the offset of a deliberately wrong clock. The shifted clock must not show a time
     * before 1970, the first that the wire can carry.
     *
     * @param text such as {@code +10m} or {@code -90s}
     * @param now the time of the correct clock
     */
    public static Duration parseOffset(String text, Instant now) throws RealmException {
        if (text.startsWith("-")) {
            return parse(text.substring(1), Duration.between(Instant.EPOCH, now))
                    .negated();
        }
        return parse(text.startsWith("+") ? text.substring(1) : text);
    }
}
