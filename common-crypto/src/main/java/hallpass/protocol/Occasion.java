package hallpass.protocol;

import hallpass.message.ErrorCode;
import hallpass.trace.Comparison;
import hallpass.trace.Deed;
import hallpass.trace.Fact;
import hallpass.trace.Trace;
import hallpass.trace.TraceEvent.About;
import hallpass.trace.TraceEvent.Compared;
import hallpass.trace.TraceEvent.Done;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * When a message is dealt with, whom it came from, and who is told what happens.
 *
 * @param now the party's own time; the only time that an exchange knows
 * @param peer the other side's network address in text, without the port
 */
public record Occasion(Instant now, String peer, Trace trace) {
    /** Cuts the time to whole milliseconds: times on the wire have no finer ones, so an exchange sees none. */
    public Occasion {
        now = now.truncatedTo(ChronoUnit.MILLIS);
    }

    public void done(Deed deed, Object detail) {
        trace.tell(new Done(deed, detail.toString()));
    }

    /** Says what the request is about, for the audit. Nothing secret, and never what was sent or served. */
    public void about(Fact fact, Object value) {
        trace.tell(new About(fact, value.toString()));
    }

    /**
     * Holds two things side by side.
     *
     * @throws Refusal with {@code code} unless they agree
     */
    public void compare(Comparison what, Object left, Object right, boolean agree, ErrorCode code) throws Refusal {
        trace.tell(new Compared(what, left.toString(), right.toString(), agree));
        if (!agree) {
            throw new Refusal(
                    code, what.subject() + ": " + what.left() + " " + left + ", " + what.right() + " " + right);
        }
    }

    /**
     * Holds two things side by side that must be equal.
     *
     * @throws Refusal with {@code code} unless they are
     */
    public void requireEqual(Comparison what, Object left, Object right, ErrorCode code) throws Refusal {
        compare(what, left, right, left.equals(right), code);
    }
}
