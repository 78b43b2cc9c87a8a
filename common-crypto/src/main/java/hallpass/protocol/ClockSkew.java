package hallpass.protocol;

import hallpass.message.ErrorCode;
import hallpass.trace.Check;
import java.time.Duration;
import java.time.Instant;

/** How far two clocks may be apart (RFC 4120 §1.6; five minutes is its usual value). */
public record ClockSkew(Duration allowed) {
    /**
     * @param claimed the sender's time
     * @throws Refusal KRB_AP_ERR_SKEW if it is further from now than allowed
     */
    public void check(Instant claimed, ExchangeContext context) throws Refusal {
        boolean near = Duration.between(claimed, context.now()).abs().compareTo(allowed) <= 0;
        context.check(Check.CLOCK_SKEW, claimed, context.now(), near, ErrorCode.KRB_AP_ERR_SKEW);
    }

    /**
     * Until when what was sent at a time could be accepted, by any server of the realm: another one's clock may be behind
     * ours as far as clocks may differ.
     */
    public Instant latestAcceptance(Instant sentAt) {
        return sentAt.plus(allowed).plus(allowed);
    }
}
