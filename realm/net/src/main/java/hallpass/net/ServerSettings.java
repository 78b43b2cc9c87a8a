package hallpass.net;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * Where a server listens, and what it puts up with.
 *
 * @param address port 0 takes any free one
 * @param maxConnections how many are served at a time; further ones are told that the server is busy
 * @param frameTimeout within which a frame, once begun, must be here whole, and a reply taken
 * @param idleTimeout how long a connection may be silent between frames
 */
public record ServerSettings(
        InetSocketAddress address, int maxConnections, Duration frameTimeout, Duration idleTimeout) {
    public static final int DEFAULT_MAX_CONNECTIONS = 10_000;
    public static final Duration DEFAULT_FRAME_TIMEOUT = Duration.ofSeconds(10);
    public static final Duration DEFAULT_IDLE_TIMEOUT = Duration.ofMinutes(5);

    public ServerSettings {
        if (maxConnections < 1 || !isPositive(frameTimeout) || !isPositive(idleTimeout)) {
            throw new IllegalArgumentException("a server's limits are more than nothing");
        }
    }

    /** The defaults, at {@code address}. */
    public static ServerSettings withDefaults(InetSocketAddress address) {
        return new ServerSettings(address, DEFAULT_MAX_CONNECTIONS, DEFAULT_FRAME_TIMEOUT, DEFAULT_IDLE_TIMEOUT);
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isZero() && !duration.isNegative();
    }
}
