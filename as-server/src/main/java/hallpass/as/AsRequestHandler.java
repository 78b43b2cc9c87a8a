package hallpass.as;

import hallpass.message.AsReq;
import hallpass.message.ErrorCode;
import hallpass.message.KeyUpdateReq;
import hallpass.message.Message;
import hallpass.message.PreAuthenticationReq;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Refusal;
import hallpass.protocol.RequestHandler;

/** Handles the requests of one connection to the AS: K1, K9 and K11. */
public record AsRequestHandler(AsExchange asExchange, KeyUpdateExchange keyUpdateExchange) implements RequestHandler {
    @Override
    public Message handle(Message request, ExchangeContext context) throws Refusal {
        if (request instanceof AsReq asReq) {
            return asExchange.answer(asReq, context);
        } else if (request instanceof PreAuthenticationReq preAuthenticationReq) {
            return asExchange.answer(preAuthenticationReq, context);
        } else if (request instanceof KeyUpdateReq keyUpdateReq) {
            return keyUpdateExchange.answer(keyUpdateReq, context);
        }
        throw new Refusal(
                ErrorCode.KRB_AP_ERR_MSG_TYPE,
                "the AS does not answer " + request.type().title());
    }
}
