package hallpass.net;

import hallpass.trace.Endpoint;
import hallpass.trace.PrintableText;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Formats network addresses. Never performs a DNS lookup. */
public final class Addresses {
    /** Runs of two or more zero groups: RFC 5952 §4.2 omits the first longest run. */
    private static final String ZEROS = "(?:^|:)0(?::0)+(?:$|:)";

    private Addresses() {}

    /** {@code 127.0.0.1:8801} or {@code [::1]:8801}, or the host name of an unresolved address. */
    public static String text(InetSocketAddress address) {
        return Endpoint.format(host(address), address.getPort());
    }

    /** The address without the port. */
    static String host(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        if (ip == null) {
            return PrintableText.escape(address.getHostString());
        }
        String host = PrintableText.escape(ip.getHostAddress());
        return ip instanceof Inet6Address ? host.replaceFirst(ZEROS, "::") : host;
    }
}
