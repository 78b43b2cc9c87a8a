package hallpass.client.command;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a length of time: a whole number and a unit, such as {@code 60s}. */
final class TimeSpan implements ITypeConverter<Duration> {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "ms", ChronoUnit.MILLIS,
            "s", ChronoUnit.SECONDS,
            "m", ChronoUnit.MINUTES,
            "h", ChronoUnit.HOURS,
            "d", ChronoUnit.DAYS);
    /** Times on the wire begin in 1970: a clock that goes back by this is still after it, and one ahead before 2100. */
    private static final Duration LARGEST = Duration.ofDays(20_000);

    @Override
    public Duration convert(String text) {
        return read(text);
    }

    static Duration read(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new TypeConversionException("write it as 10m, 90s or 2h, where units are ms, s, m, h and d");
        }
        Duration span = Duration.of(Long.parseLong(matcher.group(1)), UNITS.get(matcher.group(2)));
        if (span.compareTo(LARGEST) > 0) {
            throw new TypeConversionException("it may be at most " + LARGEST.toDays() + "d");
        }
        return span;
    }
}
