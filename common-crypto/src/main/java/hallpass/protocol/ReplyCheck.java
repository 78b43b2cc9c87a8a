package hallpass.protocol;

import hallpass.message.ErrorCode;
import hallpass.message.Nonce;
import hallpass.message.PrincipalName;
import hallpass.message.ReplyPart;
import hallpass.trace.Comparison;

/** What a client holds against a KDC's reply that its key opened, before it takes it for the answer to its request. */
@FunctionalInterface
public interface ReplyCheck {
    /** Nothing: whatever the key opens is believed to be what was asked for. */
    ReplyCheck NONE = (part, service, nonce, at) -> {};

    /** That it answers this request and no earlier one (RFC 4120 §3.1.5). */
    ReplyCheck NONCE = (part, service, nonce, at) ->
            at.requireEqual(Comparison.NONCES, nonce, part.nonce(), ErrorCode.KRB_AP_ERR_MODIFIED);

    /** That it is for the service that was asked for, which travelled in clear (RFC 4120 §3.3.4). */
    ReplyCheck NAME = (part, service, nonce, at) ->
            at.requireEqual(Comparison.REQUESTED_NAME, service, part.server(), ErrorCode.KRB_AP_ERR_MODIFIED);

    /**
     * @param service what was asked for
     * @param nonce what was sent
     * @throws Refusal MODIFIED unless the reply is to that request
     */
    void accept(ReplyPart part, PrincipalName service, Nonce nonce, Occasion at) throws Refusal;

    /** Both, this one first. */
    default ReplyCheck and(ReplyCheck other) {
        return (part, service, nonce, at) -> {
            accept(part, service, nonce, at);
            other.accept(part, service, nonce, at);
        };
    }
}
