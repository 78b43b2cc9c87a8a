package hallpass.client;

import hallpass.message.Party;
import hallpass.net.Addresses;
import java.net.InetSocketAddress;

/**
 * Describes a call to a server, for error messages.
 *
 * @param address the address that the client connects to
 * @param client the name of the caller; empty if the call needs none
 * @param target the name of the service, resource or certificate; empty if there is none
 * @param routed whether the address is that of a proxy in front of the server
 */
public record CallContext(Party server, InetSocketAddress address, String client, String target, boolean routed) {
    /** A call without a proxy. */
    public CallContext(Party server, InetSocketAddress address, String client, String target) {
        this(server, address, client, target, false);
    }

    /** The server's id and address, such as {@code as at 127.0.0.1:8801}. */
    public String serverAndAddress() {
        return server.id() + " at " + addressText();
    }

    public String addressText() {
        return Addresses.text(address);
    }
}
