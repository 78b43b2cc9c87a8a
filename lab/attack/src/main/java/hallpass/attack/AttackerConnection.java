package hallpass.attack;

import hallpass.message.Message;
import hallpass.message.Party;
import hallpass.net.ErrorReplyException;
import hallpass.net.MessageConnection;
import hallpass.net.UnreachableException;
import hallpass.trace.Trace;
import hallpass.wire.DecodeException;

/** A connection that the attacker opened to a server. */
public final class AttackerConnection implements AutoCloseable {
    private final Party server;
    private final MessageConnection connection;

    AttackerConnection(Party server, MessageConnection connection) {
        this.server = server;
        this.connection = connection;
    }

    /**
     * Sends a request and returns the reply; throws {@link AttackRefusedException} for an error.
     */
    public <R extends Message> R request(Message request, Class<R> expected)
            throws AttackRefusedException, UnreachableException, DecodeException {
        try {
            return connection.call(request, expected, Trace.NONE);
        } catch (ErrorReplyException e) {
            throw new AttackRefusedException(e.error(), server);
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
