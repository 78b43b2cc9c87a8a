package hallpass.protocol;

import java.util.Set;

/**
 * Compares network addresses in tickets and registrations with those of connections. One host has
 * a loopback address of each family, and may reach two servers by different ones.
 */
final class HostAddress {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "0:0:0:0:0:0:0:1", "::1", "::ffff:127.0.0.1");

    private HostAddress() {}

    static boolean isSameHost(String first, String second) {
        String left = withoutZone(first);
        String right = withoutZone(second);
        return left.equals(right) || (LOOPBACK.contains(left) && LOOPBACK.contains(right));
    }

    /** A zone such as {@code %eth0} (RFC 4007 §11) names an interface of one machine. */
    private static String withoutZone(String address) {
        int zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }
}
