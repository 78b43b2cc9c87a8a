package hallpass.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Formats times and durations for people. */
public final class HumanTime {
    private HumanTime() {}

    /** Formats a time to the second. */
    public static String format(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    public static String formatDifference(Instant one, Instant other) {
        return format(Duration.between(one, other).abs());
    }

    /** Formats a duration in its two largest units, such as {@code 9 h 59 min}. */
    public static String format(Duration duration) {
        if (duration.toSeconds() == 0) {
            return duration.toMillis() + " ms";
        }
        Duration seconds = round(duration, ChronoUnit.SECONDS);
        if (seconds.toHours() == 0) {
            return join(seconds.toMinutes(), "min", seconds.toSecondsPart(), "s");
        }
        Duration minutes = round(duration, ChronoUnit.MINUTES);
        if (minutes.toDays() == 0) {
            return join(minutes.toHours(), "h", minutes.toMinutesPart(), "min");
        }
        Duration hours = round(duration, ChronoUnit.HOURS);
        return join(hours.toDays(), "d", hours.toHoursPart(), "h");
    }

    private static Duration round(Duration duration, ChronoUnit unit) {
        return duration.plus(unit.getDuration().dividedBy(2)).truncatedTo(unit);
    }

    private static String join(long larger, String largerUnit, long smaller, String smallerUnit) {
        if (larger == 0) {
            return smaller + " " + smallerUnit;
        }
        return larger + " " + largerUnit + (smaller == 0 ? "" : " " + smaller + " " + smallerUnit);
    }
}
