package hallpass.client.exchange;

import hallpass.client.credential.Held;
import hallpass.message.ErrorCode;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;

/** What several exchanges hold against what they are about to use. */
final class ReplyChecks {
    private ReplyChecks() {}

    /**
     * That it is worth sending at all: by our own clock it is still good.
     *
     * @throws Refusal with {@code code} once it has expired
     */
    static void stillGood(Held held, ErrorCode code, Occasion at) throws Refusal {
        if (!held.isGoodAt(at.now())) {
            throw new Refusal(code, "for " + held.server() + ", it ended at " + held.expiresAt());
        }
    }
}
