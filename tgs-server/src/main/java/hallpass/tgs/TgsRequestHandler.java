package hallpass.tgs;

import hallpass.message.ErrorCode;
import hallpass.message.Message;
import hallpass.message.TgsReq;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Refusal;
import hallpass.protocol.RequestHandler;

/** Handles the requests of one connection to the TGS: K3. */
public record TgsRequestHandler(TgsExchange exchange) implements RequestHandler {
    @Override
    public Message handle(Message request, ExchangeContext context) throws Refusal {
        if (request instanceof TgsReq tgsReq) {
            return exchange.answer(tgsReq, context);
        }
        throw new Refusal(
                ErrorCode.KRB_AP_ERR_MSG_TYPE,
                "the TGS does not answer " + request.type().title());
    }
}
