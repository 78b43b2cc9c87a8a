package hallpass.as;

import hallpass.message.AsReq;
import hallpass.message.ErrorCode;
import hallpass.message.KeyUpdateReq;
import hallpass.message.Message;
import hallpass.protocol.Conversation;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;

/** What the AS answers: K1 and K9. */
public record AuthenticationServer(AuthenticationExchange authentication, KeyUpdateExchange keyUpdate)
        implements Conversation {
    @Override
    public Message answer(Message request, Occasion at) throws Refusal {
        if (request instanceof AsReq asReq) {
            return authentication.answer(asReq, at);
        } else if (request instanceof KeyUpdateReq keyUpdateReq) {
            return keyUpdate.answer(keyUpdateReq, at);
        }
        throw new Refusal(
                ErrorCode.KRB_AP_ERR_MSG_TYPE,
                "the AS does not answer " + request.type().title());
    }
}
