package hallpass.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Ports for a realm whose servers must find each other before each is started. Below 32768, where the system hands out
 * no port by itself.
 */
final class FreePorts {
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final int SERVERS = 5;
    private static final int TRIES = 100;

    private FreePorts() {}

    /** A number such that the five ports after it are free. */
    static int base() {
        for (int i = 0; i < TRIES; i++) {
            int base = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (IntStream.rangeClosed(base + 1, base + SERVERS).allMatch(FreePorts::isFree)) {
                return base;
            }
        }
        throw new IllegalStateException("no five free ports in a row");
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
