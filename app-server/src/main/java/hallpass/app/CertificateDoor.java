package hallpass.app;

import hallpass.message.CertificateRep;
import hallpass.message.CertificateReq;
import hallpass.message.ClientRegistrationReq;
import hallpass.message.ErrorCode;
import hallpass.message.Message;
import hallpass.message.PkiServiceReq;
import hallpass.protocol.Conversation;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;
import hallpass.protocol.Transcript;

/**
 * The door for those who trust the authority: P3, P5, then P7 as often as they like. One for each connection: it knows what
 * was said on it since the last P3.
 */
public final class CertificateDoor implements Conversation {
    private final Registration registration;
    private final CertificateExchange certificate;
    private final ClientRegistrationExchange clientRegistration;
    private final PkiServiceExchange service;
    private volatile Transcript said = Transcript.START;

    public CertificateDoor(
            Registration registration,
            CertificateExchange certificate,
            ClientRegistrationExchange clientRegistration,
            PkiServiceExchange service) {
        this.registration = registration;
        this.certificate = certificate;
        this.clientRegistration = clientRegistration;
        this.service = service;
    }

    @Override
    public Message answer(Message request, Occasion at) throws Refusal {
        if (request instanceof CertificateReq certificateReq) {
            CertificateRep reply = certificate.answer(certificateReq, registration.require(), at);
            said = Transcript.START.then(certificateReq).then(reply);
            return reply;
        } else if (request instanceof ClientRegistrationReq clientReq) {
            return clientRegistration.answer(clientReq, registration.openers(at.now()), said, at);
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
