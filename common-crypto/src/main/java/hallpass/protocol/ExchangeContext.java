package hallpass.protocol;

import hallpass.message.ErrorCode;
import hallpass.trace.Action;
import hallpass.trace.AuditField;
import hallpass.trace.Check;
import hallpass.trace.Trace;
import hallpass.trace.TraceEvent.ActionPerformed;
import hallpass.trace.TraceEvent.AuditFieldSet;
import hallpass.trace.TraceEvent.CheckPerformed;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * When a message is dealt with, whom it came from, and who is told what happens.
 *
 * @param now the party's own time; the only time that an exchange knows
 * @param peer the other side's network address in text, without the port
 */
public record ExchangeContext(Instant now, String peer, Trace trace) {
    /** Cuts the time to whole milliseconds: times on the wire have no finer ones, so an exchange sees none. */
    public ExchangeContext {
        now = now.truncatedTo(ChronoUnit.MILLIS);
    }

    public void recordAction(Action action, Object detail) {
        trace.emit(new ActionPerformed(action, detail.toString()));
    }

    /** Says what the request is about, for the audit. Nothing secret, and never what was sent or served. */
    public void recordField(AuditField field, Object value) {
        trace.emit(new AuditFieldSet(field, value.toString()));
    }

    /**
     * Holds two things side by side.
     *
     * @throws Refusal with {@code code} unless they agree
     */
    public void check(Check check, Object left, Object right, boolean passed, ErrorCode code) throws Refusal {
        trace.emit(new CheckPerformed(check, left.toString(), right.toString(), passed));
        if (!passed) {
            throw new Refusal(
                    code, check.subject() + ": " + check.left() + " " + left + ", " + check.right() + " " + right);
        }
    }

    /**
     * Holds two things side by side that must be equal.
     *
     * @throws Refusal with {@code code} unless they are
     */
    public void checkEqual(Check check, Object left, Object right, ErrorCode code) throws Refusal {
        check(check, left, right, left.equals(right), code);
    }
}
