package hallpass.app;

import hallpass.message.ApReq;
import hallpass.message.ErrorCode;
import hallpass.message.Message;
import hallpass.message.ServiceReq;
import hallpass.protocol.Conversation;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;
import java.util.Optional;

/** The door for those who hold a token: K5, then K7 as often as they like. One for each connection. */
public final class TicketDoor implements Conversation {
    private final ApplicationExchange application;
    private final ServiceExchange service;
    private Optional<Admitted> admitted = Optional.empty();

    public TicketDoor(ApplicationExchange application, ServiceExchange service) {
        this.application = application;
        this.service = service;
    }

    @Override
    public Message answer(Message request, Occasion at) throws Refusal {
        if (request instanceof ApReq apReq) {
            // Whoever fails to authenticate again is let out first, and is not still the one before.
            admitted = Optional.empty();
            ApplicationExchange.Admission admission = application.answer(apReq, at);
            admitted = Optional.of(admission.admitted());
            return admission.reply();
        } else if (request instanceof ServiceReq serviceReq) {
            Admitted client = admitted.orElseThrow(() ->
                    new Refusal(ErrorCode.KRB_AP_ERR_MSG_TYPE, "a request on a connection that nobody authenticated"));
            return service.answer(serviceReq, client, at);
        }
        throw new Refusal(
                ErrorCode.KRB_AP_ERR_MSG_TYPE,
                "the ticket door does not answer " + request.type().title());
    }
}
