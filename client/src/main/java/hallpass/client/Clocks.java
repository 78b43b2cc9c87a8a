package hallpass.client;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times and the spaces between them, for people. */
public final class Clocks {
    private Clocks() {}

    /** To the second. */
    public static String shown(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    public static String between(Instant one, Instant other) {
        return shown(Duration.between(one, other).abs());
    }

    /** Rounded to the second of its two largest units, such as {@code 9 h 59 min}. */
    public static String shown(Duration duration) {
        if (duration.toSeconds() == 0) {
            return duration.toMillis() + " ms";
        }
        Duration seconds = rounded(duration, ChronoUnit.SECONDS);
        if (seconds.toHours() == 0) {
            return joined(seconds.toMinutes(), "min", seconds.toSecondsPart(), "s");
        }
        Duration minutes = rounded(duration, ChronoUnit.MINUTES);
        if (minutes.toDays() == 0) {
            return joined(minutes.toHours(), "h", minutes.toMinutesPart(), "min");
        }
        Duration hours = rounded(duration, ChronoUnit.HOURS);
        return joined(hours.toDays(), "d", hours.toHoursPart(), "h");
    }

    private static Duration rounded(Duration duration, ChronoUnit unit) {
        return duration.plus(unit.getDuration().dividedBy(2)).truncatedTo(unit);
    }

    private static String joined(long larger, String largerUnit, long smaller, String smallerUnit) {
        if (larger == 0) {
            return smaller + " " + smallerUnit;
        }
        return larger + " " + largerUnit + (smaller == 0 ? "" : " " + smaller + " " + smallerUnit);
    }
}
