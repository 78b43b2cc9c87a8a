package hallpass.net;

import hallpass.trace.Printable;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Network addresses as people read them. Nothing here asks a name server. */
final class Addresses {
    private Addresses() {}

    /** {@code 127.0.0.1:8801} or {@code [::1]:8801}; a name that was not found stands for itself. */
    static String text(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        String host = ip instanceof Inet6Address ? "[" + host(address) + "]" : host(address);
        return host + ":" + address.getPort();
    }

    /** The same without the port. */
    static String host(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        return Printable.of(ip == null ? address.getHostString() : ip.getHostAddress());
    }
}
