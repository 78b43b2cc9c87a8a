package hallpass.protocol;

import hallpass.message.Message;
import hallpass.message.MessageType;

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

    /**
     * Called for a request that is refused before {@link #handle}: its body is malformed, or the
     * server cannot audit it. For state that every request of a type ends.
     */
    default void refusedUnhandled(MessageType type) {}
}
