package hallpass.ca;

import hallpass.message.CrlReq;
import hallpass.message.ErrorCode;
import hallpass.message.Message;
import hallpass.message.RevocationStatusReq;
import hallpass.message.ServerRegistrationReq;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Refusal;
import hallpass.protocol.RequestHandler;

/** Handles the requests of one connection to the CA: P1, P9 and P11. */
public record CaRequestHandler(EnrolmentExchange enrolment, CrlExchange crl, RevocationStatusExchange revocation)
        implements RequestHandler {
    @Override
    public Message handle(Message request, ExchangeContext context) throws Refusal {
        if (request instanceof ServerRegistrationReq registration) {
            return enrolment.answer(registration, context);
        } else if (request instanceof CrlReq listReq) {
            return crl.answer(listReq, context);
        } else if (request instanceof RevocationStatusReq revocationReq) {
            return revocation.answer(revocationReq, context);
        }
        throw new Refusal(
                ErrorCode.KRB_AP_ERR_MSG_TYPE,
                "the CA does not answer " + request.type().title());
    }
}
