package hallpass.trace;

/** A host and a port in one word, as people read and type it. */
public final class Endpoint {
    private Endpoint() {}

    /** {@code 127.0.0.1:8801} or {@code [::1]:8801}: the colons of an IPv6 address are kept apart from the port's (RFC 3986). */
    public static String format(String host, int port) {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
