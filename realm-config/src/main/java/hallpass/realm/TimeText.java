package hallpass.realm;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as a person types them at a command: a whole number and a unit. */
public final class TimeText {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,10})(ms|s|m|h|d)");
    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "ms", ChronoUnit.MILLIS,
            "s", ChronoUnit.SECONDS,
            "m", ChronoUnit.MINUTES,
            "h", ChronoUnit.HOURS,
            "d", ChronoUnit.DAYS);
    /** A clock that is ahead by this is still before 2100. */
    private static final Duration LARGEST = Duration.ofDays(20_000);

    private TimeText() {}

    /** @param text such as {@code 60s} */
    public static Duration span(String text) throws RealmProblem {
        return span(text, LARGEST);
    }

    private static Duration span(String text, Duration largest) throws RealmProblem {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new RealmProblem("write it as 10m, 90s or 2h, where units are ms, s, m, h and d");
        }
        Duration span = Duration.of(Long.parseLong(matcher.group(1)), UNITS.get(matcher.group(2)));
        if (span.compareTo(largest) > 0) {
            throw new RealmProblem("it may be at most " + largest.toDays() + "d");
        }
        return span;
    }

    /**
     * Times on the wire begin in 1970: so far a clock may go back, and no further.
     *
     * @param text how wrong a clock shall be on purpose, such as {@code +10m} or {@code -90s}
     * @param now by the right one
     */
    public static Duration offset(String text, Instant now) throws RealmProblem {
        if (text.startsWith("-")) {
            return span(text.substring(1), Duration.between(Instant.EPOCH, now)).negated();
        }
        return span(text.startsWith("+") ? text.substring(1) : text);
    }
}
