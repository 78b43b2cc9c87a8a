package hallpass.tgs;

import hallpass.message.ErrorCode;
import hallpass.message.Message;
import hallpass.message.TgsReq;
import hallpass.protocol.Conversation;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;

/** What the TGS answers: K3. */
public record TicketGrantingServer(TicketGrantingExchange exchange) implements Conversation {
    @Override
    public Message answer(Message request, Occasion at) throws Refusal {
        if (request instanceof TgsReq tgsReq) {
            return exchange.answer(tgsReq, at);
        }
        throw new Refusal(
                ErrorCode.KRB_AP_ERR_MSG_TYPE,
                "the TGS does not answer " + request.type().title());
    }
}
