package hallpass.realm;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How wrong a clock shall be, on purpose, to see what a realm makes of it: a sign, a whole number and a unit. */
public final class ClockOffset {
    private static final Pattern FORM = Pattern.compile("([+-]?)([0-9]{1,9})(ms|s|m|h|d)");
    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "ms", ChronoUnit.MILLIS,
            "s", ChronoUnit.SECONDS,
            "m", ChronoUnit.MINUTES,
            "h", ChronoUnit.HOURS,
            "d", ChronoUnit.DAYS);
    /** Times on the wire begin in 1970; this stays after it, and before 2100. */
    private static final Duration LARGEST = Duration.ofDays(20_000);

    private ClockOffset() {}

    /** @param text such as {@code +10m}, {@code -90s} or {@code 2h} */
    public static Duration parse(String text) throws RealmProblem {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new RealmProblem("Write a clock offset as +10m, -90s or 2h: units are ms, s, m, h and d.");
        }
        Duration offset = Duration.of(Long.parseLong(matcher.group(2)), UNITS.get(matcher.group(3)));
        if (offset.compareTo(LARGEST) > 0) {
            throw new RealmProblem("A clock offset may be at most " + LARGEST.toDays() + "d.");
        }
        return matcher.group(1).equals("-") ? offset.negated() : offset;
    }
}
