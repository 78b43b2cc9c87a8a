package hallpass.net;

import hallpass.trace.Endpoint;
import hallpass.trace.PrintableText;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Network addresses as people read them. Nothing here asks a name server. */
public final class Addresses {
    /** Two or more groups of an IPv6 address that are zero: RFC 5952 §4.2 leaves the first longest run of them out. */
    private static final String ZEROS = "(?:^|:)0(?::0)+(?:$|:)";

    private Addresses() {}

    /** {@code 127.0.0.1:8801} or {@code [::1]:8801}; a name that was not found stands for itself. */
    public static String text(InetSocketAddress address) {
        return Endpoint.format(host(address), address.getPort());
    }

    /** The same without the port. */
    static String host(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        if (ip == null) {
            return PrintableText.escape(address.getHostString());
        }
        String host = PrintableText.escape(ip.getHostAddress());
        return ip instanceof Inet6Address ? host.replaceFirst(ZEROS, "::") : host;
    }
}
