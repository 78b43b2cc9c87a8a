package hallpass.ca;

import hallpass.message.ErrorCode;
import hallpass.message.Message;
import hallpass.message.RevocationListReq;
import hallpass.message.RevocationReq;
import hallpass.message.ServerRegistrationReq;
import hallpass.protocol.Conversation;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;

/** What the CA answers: P1, P9 and P11. */
public record AuthorityServer(
        EnrolmentExchange enrolment, RevocationListExchange revocationList, RevocationExchange revocation)
        implements Conversation {
    @Override
    public Message answer(Message request, Occasion at) throws Refusal {
        if (request instanceof ServerRegistrationReq registration) {
            return enrolment.answer(registration, at);
        } else if (request instanceof RevocationListReq listReq) {
            return revocationList.answer(listReq, at);
        } else if (request instanceof RevocationReq revocationReq) {
            return revocation.answer(revocationReq, at);
        }
        throw new Refusal(
                ErrorCode.KRB_AP_ERR_MSG_TYPE,
                "the CA does not answer " + request.type().title());
    }
}
