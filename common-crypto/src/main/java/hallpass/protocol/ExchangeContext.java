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
 * Context of one exchange: current time, peer address, trace.
 *
 * @param now the time of the local clock; exchanges read no other clock
 * @param peer network address of the peer as text, without port
 */
public record ExchangeContext(Instant now, String peer, Trace trace) {
    /** Truncates the time to milliseconds, the precision of times on the wire. */
    public ExchangeContext {
        now = now.truncatedTo(ChronoUnit.MILLIS);
    }

    public void recordAction(Action action, Object detail) {
        trace.emit(new ActionPerformed(action, detail.toString()));
    }

    /** Records an audit field of the request. Never pass secrets or message contents. */
    public void recordField(AuditField field, Object value) {
        trace.emit(new AuditFieldSet(field, value.toString()));
    }

    /**
     * Traces a check of two values.
     *
     * @throws Refusal with {@code code} if the check failed
     */
    public void check(Check check, Object left, Object right, boolean passed, ErrorCode code) throws Refusal {
        trace.emit(new CheckPerformed(check, left.toString(), right.toString(), passed));
        if (!passed) {
            throw new Refusal(
                    code, check.subject() + ": " + check.left() + " " + left + ", " + check.right() + " " + right);
        }
    }

    /**
     * Checks that two values are equal.
     *
     * @throws Refusal with {@code code} if they differ
     */
    public void checkEqual(Check check, Object left, Object right, ErrorCode code) throws Refusal {
        check(check, left, right, left.equals(right), code);
    }

    /**
     * Checks that an address is that of the sender. Both loopback addresses name the same host.
     *
     * @throws Refusal BADADDR if it is another one
     */
    public void checkSender(Check check, String address) throws Refusal {
        check(check, address, peer, HostAddress.isSameHost(address, peer), ErrorCode.KRB_AP_ERR_BADADDR);
    }
}
