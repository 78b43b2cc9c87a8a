package hallpass.app;

import hallpass.message.ClientRegistrationReq;
import hallpass.message.ErrorCode;
import hallpass.message.Message;
import hallpass.message.PkiServiceReq;
import hallpass.message.ServerCertificateRep;
import hallpass.message.ServerCertificateReq;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Refusal;
import hallpass.protocol.RequestHandler;
import hallpass.protocol.Transcript;

/**
 * Handles the requests of one connection to the PKI application server: P3, P5, then any number of
 * P7. Keeps the transcript of the connection since the last P3.
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
        if (request instanceof ServerCertificateReq certificateReq) {
            ServerCertificateRep reply = certificateExchange.answer(certificateReq, identityHolder.require(), context);
            transcript = Transcript.EMPTY.append(certificateReq).append(reply);
            return reply;
        } else if (request instanceof ClientRegistrationReq clientReq) {
            return registrationExchange.answer(
                    clientReq, identityHolder.decryptionIdentities(context.now()), transcript, context);
        } else if (request instanceof PkiServiceReq serviceReq) {
            // A session has its own key and outlives the certificate under which it was opened.
            if (identityHolder.current().isEmpty()) {
                identityHolder.require();
            }
            return serviceExchange.answer(serviceReq, context);
        }
        throw new Refusal(
                ErrorCode.KRB_AP_ERR_MSG_TYPE,
                "the application server does not answer " + request.type().title());
    }
}
