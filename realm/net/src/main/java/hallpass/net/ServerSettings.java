package hallpass.net;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * Listen address and connection limits.
 *
 * @param address port 0 selects a free port
 * @param maxConnections further connections receive the busy reply
 * @param frameTimeout maximum time to receive a frame after its first byte, and to send a reply
 * @param idleTimeout maximum time between frames
 */
public record ServerSettings(
        InetSocketAddress address, int maxConnections, Duration frameTimeout, Duration idleTimeout) {
    public static final int DEFAULT_MAX_CONNECTIONS = 10_000;
    public static final Duration DEFAULT_FRAME_TIMEOUT = Duration.ofSeconds(10);
    public static final Duration DEFAULT_IDLE_TIMEOUT = Duration.ofMinutes(5);

    public ServerSettings {
        if (maxConnections < 1 || !isPositive(frameTimeout) || !isPositive(idleTimeout)) {
            throw new IllegalArgumentException("server limits must be positive");
        }
    }

    public static ServerSettings withDefaults(InetSocketAddress address) {
        return new ServerSettings(address, DEFAULT_MAX_CONNECTIONS, DEFAULT_FRAME_TIMEOUT, DEFAULT_IDLE_TIMEOUT);
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isZero() && !duration.isNegative();
    }
}
