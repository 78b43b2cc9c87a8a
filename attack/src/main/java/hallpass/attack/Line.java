package hallpass.attack;

import hallpass.message.Message;
import hallpass.net.ErrorReply;
import hallpass.net.MessageConnection;
import hallpass.net.UnreachableException;
import hallpass.trace.Party;
import hallpass.trace.Trace;
import hallpass.wire.DecodeException;

/** A connection that the attacker opened. */
public final class Line implements AutoCloseable {
    private final Party server;
    private final MessageConnection connection;

    Line(Party server, MessageConnection connection) {
        this.server = server;
        this.connection = connection;
    }

    /** What the server answers; an error is a {@link Refused}. */
    public <R extends Message> R ask(Message request, Class<R> expected)
            throws Refused, UnreachableException, DecodeException {
        try {
            return connection.ask(request, expected, Trace.NONE);
        } catch (ErrorReply e) {
            throw new Refused(e.error(), server);
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
