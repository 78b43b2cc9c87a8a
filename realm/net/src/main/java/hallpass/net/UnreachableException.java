package hallpass.net;

import java.net.InetSocketAddress;

/** A server cannot be reached, or its reply did not arrive. */
public final class UnreachableException extends Exception {
    private static final long serialVersionUID = 1L;

    /** The step of the call that failed. */
    public enum UnreachableReason {
        UNKNOWN_HOST,
        CONNECTION_REFUSED,
        CONNECT_TIMEOUT,
        CONNECT_FAILED,
        REPLY_TIMEOUT,
        /** The server closed the connection before its reply was complete. */
        CLOSED_BY_SERVER,
        CONNECTION_LOST
    }

    private final UnreachableReason reason;
    private final transient InetSocketAddress address;

    UnreachableException(UnreachableReason reason, InetSocketAddress address, String problem, Throwable cause) {
        super(problem, cause);
        this.reason = reason;
        this.address = address;
    }

    public UnreachableReason reason() {
        return reason;
    }

    public InetSocketAddress address() {
        return address;
    }

    /** The fact, without a next step; never null. */
    public String problem() {
        return String.valueOf(getMessage());
    }

    /** Whether the server may have received the request and carried it out. */
    public boolean isRequestSent() {
        return switch (reason) {
            case UNKNOWN_HOST, CONNECTION_REFUSED, CONNECT_TIMEOUT, CONNECT_FAILED -> false;
            case REPLY_TIMEOUT, CLOSED_BY_SERVER, CONNECTION_LOST -> true;
        };
    }
}
