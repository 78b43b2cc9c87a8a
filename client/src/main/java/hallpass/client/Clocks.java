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

    /** The two largest units, such as {@code 9 h 59 min}. */
    public static String shown(Duration duration) {
        if (duration.toDays() > 0) {
            return duration.toDays() + " d " + duration.toHoursPart() + " h";
        } else if (duration.toHours() > 0) {
            return duration.toHours() + " h " + duration.toMinutesPart() + " min";
        } else if (duration.toMinutes() > 0) {
            return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
        } else if (duration.toSeconds() > 0) {
            return duration.toSeconds() + " s";
        }
        return duration.toMillis() + " ms";
    }
}
