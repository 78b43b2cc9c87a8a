package hallpass.app;

import hallpass.message.ApReq;
import hallpass.message.ErrorCode;
import hallpass.message.Message;
import hallpass.message.MessageType;
import hallpass.message.ServiceReq;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Refusal;
import hallpass.protocol.RequestHandler;
import java.util.Optional;

/**
 * Handles the requests of one connection to the Kerberos service: K5 authenticates the client, any
 * number of K7 follow.
 */
public final class ServiceRequestHandler implements RequestHandler {
    private final ApExchange apExchange;
    private final ServiceExchange serviceExchange;
    private Optional<AuthenticatedClient> authenticated = Optional.empty();

    public ServiceRequestHandler(ApExchange apExchange, ServiceExchange serviceExchange) {
        this.apExchange = apExchange;
        this.serviceExchange = serviceExchange;
    }

    @Override
    public void refusedUnhandled(MessageType type) {
        endAuthentication(type);
    }

    /** Every K5 ends the previous authentication, also one that is malformed or refused. */
    private void endAuthentication(MessageType type) {
        if (type == MessageType.AP_REQ) {
            authenticated = Optional.empty();
        }
    }

    @Override
    public Message handle(Message request, ExchangeContext context) throws Refusal {
        if (request instanceof ApReq apReq) {
            endAuthentication(request.type());
            ApExchange.ApExchangeResult result = apExchange.answer(apReq, context);
            authenticated = Optional.of(result.client());
            return result.reply();
        } else if (request instanceof ServiceReq serviceReq) {
            AuthenticatedClient client = authenticated.orElseThrow(
                    () -> new Refusal(ErrorCode.KRB_AP_ERR_MSG_TYPE, "the connection is not authenticated"));
            return serviceExchange.answer(serviceReq, client, context);
        }
        throw new Refusal(
                ErrorCode.KRB_AP_ERR_MSG_TYPE,
                "the service does not answer " + request.type().title());
    }
}
