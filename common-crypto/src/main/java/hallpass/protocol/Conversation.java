package hallpass.protocol;

import hallpass.message.Message;

/**
 * What a server says on one connection. Bytes, frames and sockets are somebody else's; so are the clock and the
 * randomness.
 */
@FunctionalInterface
public interface Conversation {
    /**
     * @throws Refusal if the request is not granted; the conversation can go on
     */
    Message answer(Message request, Occasion at) throws Refusal;
}
