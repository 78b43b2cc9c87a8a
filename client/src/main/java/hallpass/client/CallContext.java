package hallpass.client;

import hallpass.message.Party;
import hallpass.net.Addresses;
import java.net.InetSocketAddress;

/**
 * What a server is being asked, for the sentence that tells what went wrong.
 *
 * @param server whom
 * @param address where it is looked for
 * @param client the name that asks, or none
 * @param target what is asked for: a service, a resource, a name
 * @param routed whether something else than the server listens there, and stands on the way to it
 */
public record CallContext(Party server, InetSocketAddress address, String client, String target, boolean routed) {
    /** A server that is asked where it listens. */
    public CallContext(Party server, InetSocketAddress address, String who, String what) {
        this(server, address, who, what, false);
    }

    /** The server and where it is, such as {@code as at 127.0.0.1:8801}. */
    String serverAndAddress() {
        return server.id() + " at " + addressText();
    }

    String addressText() {
        return Addresses.text(address);
    }

    /** The script that starts the server. */
    String startScript() {
        return "scripts/" + server.id() + "-server.sh";
    }
}
