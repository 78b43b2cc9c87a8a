package hallpass.protocol;

import hallpass.message.ErrorCode;
import hallpass.trace.Check;
import java.time.Duration;
import java.time.Instant;

/** Maximum permitted difference between two clocks (RFC 4120 §1.6; typically five minutes). */
public record ClockSkew(Duration allowed) {
    /**
     * @param claimed the sender's time
     * @throws Refusal KRB_AP_ERR_SKEW if it differs from the local time by more than the maximum
     */
    public void check(Instant claimed, ExchangeContext context) throws Refusal {
        boolean near = Duration.between(claimed, context.now()).abs().compareTo(allowed) <= 0;
        context.check(Check.CLOCK_SKEW, claimed, context.now(), near, ErrorCode.KRB_AP_ERR_SKEW);
    }

    /**
     * The latest time at which any server of the realm accepts a request with this timestamp, on
     * the local clock. It is twice the skew: the clock of another replica may be behind by the
     * maximum.
     */
    public Instant latestAcceptance(Instant sentAt) {
        return sentAt.plus(allowed).plus(allowed);
    }
}
