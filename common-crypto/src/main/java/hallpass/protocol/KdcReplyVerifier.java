package hallpass.protocol;

import hallpass.message.ErrorCode;
import hallpass.message.KdcRepPart;
import hallpass.message.Nonce;
import hallpass.message.PrincipalName;
import hallpass.trace.Check;

/** What a client holds against a KDC's reply that its key opened, before it takes it for the answer to its request. */
@FunctionalInterface
public interface KdcReplyVerifier {
    /** Nothing: whatever the key opens is believed to be what was asked for. */
    KdcReplyVerifier NONE = (part, service, nonce, context) -> {};

    /** That it answers this request and no earlier one (RFC 4120 §3.1.5). */
    KdcReplyVerifier NONCE = (part, service, nonce, context) ->
            context.checkEqual(Check.NONCE, nonce, part.nonce(), ErrorCode.KRB_AP_ERR_MODIFIED);

    /** That it is for the service that was asked for, which travelled in clear (RFC 4120 §3.3.4). */
    KdcReplyVerifier NAME = (part, service, nonce, context) ->
            context.checkEqual(Check.REPLY_SERVER_NAME, service, part.server(), ErrorCode.KRB_AP_ERR_MODIFIED);

    /**
     * @param service what was asked for
     * @param nonce what was sent
     * @throws Refusal MODIFIED unless the reply is to that request
     */
    void verify(KdcRepPart encPart, PrincipalName service, Nonce nonce, ExchangeContext context) throws Refusal;

    /** Both, this one first. */
    default KdcReplyVerifier and(KdcReplyVerifier other) {
        return (part, service, nonce, context) -> {
            verify(part, service, nonce, context);
            other.verify(part, service, nonce, context);
        };
    }
}
