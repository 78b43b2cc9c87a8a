package hallpass.protocol;

import hallpass.message.ErrorCode;
import hallpass.message.KdcRepPart;
import hallpass.message.Nonce;
import hallpass.message.PrincipalName;
import hallpass.trace.Check;

/** Verifies the decrypted part of a KDC reply against the request. */
@FunctionalInterface
public interface KdcReplyVerifier {
    /** Accepts every part that decrypts. */
    KdcReplyVerifier ACCEPT_ANY = (part, service, nonce, context) -> {};

    /** Checks that the reply has the nonce of the request (RFC 4120 §3.1.5). */
    KdcReplyVerifier NONCE = (part, service, nonce, context) ->
            context.checkEqual(Check.NONCE, nonce, part.nonce(), ErrorCode.KRB_AP_ERR_MODIFIED);

    /**
     * Checks that the reply is for the requested service (RFC 4120 §3.3.4). The request names the
     * service in cleartext.
     */
    KdcReplyVerifier NAME = (part, service, nonce, context) ->
            context.checkEqual(Check.REPLY_SERVER_NAME, service, part.server(), ErrorCode.KRB_AP_ERR_MODIFIED);

    /**
     * @param service the requested service
     * @param nonce the nonce of the request
     * @throws Refusal MODIFIED if the reply belongs to another request
     */
    void verify(KdcRepPart encPart, PrincipalName service, Nonce nonce, ExchangeContext context) throws Refusal;

    /** Combines two verifiers; this one is applied first. */
    default KdcReplyVerifier and(KdcReplyVerifier other) {
        return (part, service, nonce, context) -> {
            verify(part, service, nonce, context);
            other.verify(part, service, nonce, context);
        };
    }
}
