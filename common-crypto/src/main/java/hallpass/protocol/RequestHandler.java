package hallpass.protocol;

import hallpass.message.Message;

/**
 * Answers the requests of one connection. Frames and sockets are handled by its callers; time comes
 * with the {@link ExchangeContext}.
 */
@FunctionalInterface
public interface RequestHandler {
    /**
     * @throws Refusal if the request is refused; the connection stays usable
     */
    Message handle(Message request, ExchangeContext context) throws Refusal;
}
