package hallpass.protocol;

import hallpass.message.Message;

/**
 * What a server says on one connection. Bytes, frames and sockets are somebody else's; so are the clock and the
 * randomness.
 */
@FunctionalInterface
public interface RequestHandler {
    /**
     * @throws Refusal if the request is not granted; the conversation can go on
     */
    Message handle(Message request, ExchangeContext context) throws Refusal;
}
