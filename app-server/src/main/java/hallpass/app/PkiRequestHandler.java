package hallpass.app;

import hallpass.message.CertificateRep;
import hallpass.message.CertificateReq;
import hallpass.message.ClientRegistrationReq;
import hallpass.message.ErrorCode;
import hallpass.message.Message;
import hallpass.message.PkiServiceReq;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Refusal;
import hallpass.protocol.RequestHandler;
import hallpass.protocol.Transcript;

/**
 * The door for those who trust the authority: P3, P5, then P7 as often as they like. One for each connection: it knows what
 * was said on it since the last P3.
 */
public final class PkiRequestHandler implements RequestHandler {
    private final ServerIdentityHolder identityHolder;
    private final CertificateExchange certificateExchange;
    private final RegistrationExchange registrationExchange;
    private final PkiServiceExchange serviceExchange;
    private volatile Transcript transcript = Transcript.EMPTY;

    public PkiRequestHandler(
            ServerIdentityHolder identityHolder,
            CertificateExchange certificateExchange,
            RegistrationExchange registrationExchange,
            PkiServiceExchange serviceExchange) {
        this.identityHolder = identityHolder;
        this.certificateExchange = certificateExchange;
        this.registrationExchange = registrationExchange;
        this.serviceExchange = serviceExchange;
    }

    @Override
    public Message handle(Message request, ExchangeContext context) throws Refusal {
        if (request instanceof CertificateReq certificateReq) {
            CertificateRep reply = certificateExchange.answer(certificateReq, identityHolder.require(), context);
            transcript = Transcript.EMPTY.append(certificateReq).append(reply);
            return reply;
        } else if (request instanceof ClientRegistrationReq clientReq) {
            return registrationExchange.answer(
                    clientReq, identityHolder.decryptionIdentities(context.now()), transcript, context);
        } else if (request instanceof PkiServiceReq serviceReq) {
            // A session stands on its own key: it outlives the certificate under which it was opened.
            if (identityHolder.current().isEmpty()) {
                identityHolder.require();
            }
            return serviceExchange.answer(serviceReq, context);
        }
        throw new Refusal(
                ErrorCode.KRB_AP_ERR_MSG_TYPE,
                "the certificate door does not answer " + request.type().title());
    }
}
