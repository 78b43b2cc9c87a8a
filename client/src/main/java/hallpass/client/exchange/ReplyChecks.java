package hallpass.client.exchange;

import hallpass.client.credential.Held;
import hallpass.message.ErrorCode;
import hallpass.message.Nonce;
import hallpass.message.PrincipalName;
import hallpass.message.ReplyPart;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;
import hallpass.trace.Comparison;

/** What several exchanges hold against what they are about to use or believe. */
final class ReplyChecks {
    private ReplyChecks() {}

    /**
     * That a KDC's reply is to this request (RFC 4120 §3.1.5: the nonce and the server's name).
     *
     * @throws Refusal MODIFIED unless it is
     */
    static void answers(ReplyPart part, PrincipalName server, Nonce nonce, Occasion at) throws Refusal {
        at.requireEqual(Comparison.REQUESTED_NAME, server, part.server(), ErrorCode.KRB_AP_ERR_MODIFIED);
        at.requireEqual(Comparison.NONCES, nonce, part.nonce(), ErrorCode.KRB_AP_ERR_MODIFIED);
    }

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
