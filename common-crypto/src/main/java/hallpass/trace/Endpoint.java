package hallpass.trace;

/** Formats a host and a port. */
public final class Endpoint {
    private Endpoint() {}

    /**
     * {@code 127.0.0.1:8801} or {@code [::1]:8801}. IPv6 addresses are in brackets (RFC 3986
     * §3.2.2).
     */
    public static String format(String host, int port) {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
