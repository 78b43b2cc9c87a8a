package hallpass.app;

import hallpass.message.CertificateReq;
import hallpass.message.ClientRegistrationReq;
import hallpass.message.ErrorCode;
import hallpass.message.Message;
import hallpass.message.PkiServiceReq;
import hallpass.protocol.Conversation;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;

/**
 * The door for those who trust the authority: P3, P5, then P7 as often as they like. It remembers nothing of a connection,
 * so that one serves them all.
 */
public record CertificateDoor(
        Registration registration,
        CertificateExchange certificate,
        ClientRegistrationExchange clientRegistration,
        PkiServiceExchange service)
        implements Conversation {
    @Override
    public Message answer(Message request, Occasion at) throws Refusal {
        if (request instanceof CertificateReq certificateReq) {
            return certificate.answer(certificateReq, registration.require(), at);
        } else if (request instanceof ClientRegistrationReq clientReq) {
            return clientRegistration.answer(clientReq, registration.openers(at.now()), at);
        } else if (request instanceof PkiServiceReq serviceReq) {
            // A session stands on its own key: it outlives the certificate under which it was opened.
            if (registration.current().isEmpty()) {
                registration.require();
            }
            return service.answer(serviceReq, at);
        }
        throw new Refusal(
                ErrorCode.KRB_AP_ERR_MSG_TYPE,
                "the certificate door does not answer " + request.type().title());
    }
}
