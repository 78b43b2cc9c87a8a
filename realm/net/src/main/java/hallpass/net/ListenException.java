package hallpass.net;

import hallpass.trace.PrintableText;
import java.net.InetSocketAddress;
import java.util.Locale;

/** A server cannot listen on its address. */
public final class ListenException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why the address cannot be used. */
    public enum Reason {
        UNKNOWN_HOST,
        PORT_IN_USE,
        PORT_NOT_PERMITTED,
        /** The address belongs to no interface of this machine. */
        NOT_LOCAL,
        OTHER
    }

    private final Reason reason;
    private final transient InetSocketAddress address;

    public ListenException(InetSocketAddress address, Throwable cause) {
        super(describe(reasonOf(address, cause), address, cause), cause);
        this.reason = reasonOf(address, cause);
        this.address = address;
    }

    public Reason reason() {
        return reason;
    }

    public InetSocketAddress address() {
        return address;
    }

    /** The fact, without a next step; never null. */
    public String description() {
        return String.valueOf(getMessage());
    }

    /**
     * All failures are a {@link java.net.BindException}; only the system's message tells them
     * apart.
     */
    private static Reason reasonOf(InetSocketAddress address, Throwable cause) {
        String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (address.isUnresolved()) {
            return Reason.UNKNOWN_HOST;
        } else if (message.contains("in use")) {
            return Reason.PORT_IN_USE;
        } else if (message.contains("denied") || message.contains("not permitted")) {
            return Reason.PORT_NOT_PERMITTED;
        }
        return message.contains("assign requested address") ? Reason.NOT_LOCAL : Reason.OTHER;
    }

    private static String describe(Reason reason, InetSocketAddress address, Throwable cause) {
        String host = Addresses.host(address);
        int port = address.getPort();
        return switch (reason) {
            case UNKNOWN_HOST -> "host " + host + " is unknown";
            case PORT_IN_USE -> "port " + port + " of " + host + " is in use";
            case PORT_NOT_PERMITTED -> "this user may not listen on port " + port + " of " + host;
            case NOT_LOCAL -> host + " is not an address of this machine";
            case OTHER ->
                "cannot listen on " + Addresses.text(address) + " ("
                        + PrintableText.escape(String.valueOf(cause.getMessage())) + ")";
        };
    }
}
