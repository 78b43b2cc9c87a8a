package hallpass.app;

import hallpass.message.ApReq;
import hallpass.message.ErrorCode;
import hallpass.message.Message;
import hallpass.message.ServiceReq;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Refusal;
import hallpass.protocol.RequestHandler;
import java.util.Optional;

/** The door for those who hold a token: K5, then K7 as often as they like. One for each connection. */
public final class ApRequestHandler implements RequestHandler {
    private final ApExchange apExchange;
    private final ServiceExchange serviceExchange;
    private Optional<AuthenticatedClient> authenticated = Optional.empty();

    public ApRequestHandler(ApExchange apExchange, ServiceExchange serviceExchange) {
        this.apExchange = apExchange;
        this.serviceExchange = serviceExchange;
    }

    @Override
    public Message handle(Message request, ExchangeContext context) throws Refusal {
        if (request instanceof ApReq apReq) {
            // Whoever fails to authenticate again is let out first, and is not still the one before.
            authenticated = Optional.empty();
            ApExchange.ApExchangeResult result = apExchange.answer(apReq, context);
            authenticated = Optional.of(result.client());
            return result.reply();
        } else if (request instanceof ServiceReq serviceReq) {
            AuthenticatedClient client = authenticated.orElseThrow(() ->
                    new Refusal(ErrorCode.KRB_AP_ERR_MSG_TYPE, "a request on a connection that nobody authenticated"));
            return serviceExchange.answer(serviceReq, client, context);
        }
        throw new Refusal(
                ErrorCode.KRB_AP_ERR_MSG_TYPE,
                "the ticket door does not answer " + request.type().title());
    }
}
