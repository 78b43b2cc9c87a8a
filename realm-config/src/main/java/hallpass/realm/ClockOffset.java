package hallpass.realm;

import java.time.Duration;
import java.time.InstantSource;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A clock that is wrong on purpose, to see what a realm makes of it. */
public final class ClockOffset {
    private static final Pattern OFFSET = Pattern.compile("([+-]?)([0-9]{1,9})([smhd])");

    private ClockOffset() {}

    /**
     * The system's clock, put forward or back.
     *
     * @param offset such as {@code +10m}, {@code -1h}, {@code 0s}
     */
    public static InstantSource clock(String offset) throws RealmProblem {
        Matcher parts = OFFSET.matcher(offset);
        if (!parts.matches()) {
            throw new RealmProblem("\"" + offset
                    + "\" is no clock offset: give a sign, a whole number and s, m, h or d," + " such as +10m or -1h.");
        }
        long count = Long.parseLong(parts.group(2));
        Duration size = switch (parts.group(3)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
        Duration signed = parts.group(1).equals("-") ? size.negated() : size;
        return InstantSource.offset(InstantSource.system(), signed);
    }
}
