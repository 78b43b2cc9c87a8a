package hallpass.as;

import hallpass.message.AsReq;
import hallpass.message.ErrorCode;
import hallpass.message.KeyUpdateReq;
import hallpass.message.Message;
import hallpass.message.PreAuthenticationReq;
import hallpass.protocol.Conversation;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;

/** What the AS answers on one connection: K1, K9 and K11. */
public record AuthenticationServer(AuthenticationExchange authentication, KeyUpdateExchange keyUpdate)
        implements Conversation {
    @Override
    public Message answer(Message request, Occasion at) throws Refusal {
        if (request instanceof AsReq asReq) {
            return authentication.answer(asReq, at);
        } else if (request instanceof PreAuthenticationReq preAuthenticationReq) {
            return authentication.answer(preAuthenticationReq, at);
        } else if (request instanceof KeyUpdateReq keyUpdateReq) {
            return keyUpdate.answer(keyUpdateReq, at);
        }
        throw new Refusal(
                ErrorCode.KRB_AP_ERR_MSG_TYPE,
                "the AS does not answer " + request.type().title());
    }
}
