package hallpass.integration.harness;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Ports for a realm whose servers must find each other before each is started. Below 32768, where the system hands out
 * no port by itself.
 */
public final class FreePorts {
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    /** Those after a base, and those of a second replica ten further on. */
    private static final int BLOCK = 20;

    private static final int BLOCKS = (HIGHEST - LOWEST) / BLOCK;

    /** Another run's tests may look for ports at the same time: each begins somewhere else. */
    private static int next = ThreadLocalRandom.current().nextInt(BLOCKS);

    private FreePorts() {}

    /** A number such that the nineteen ports after it are free. None is handed out twice in a row, to no two tests. */
    public static synchronized int nextBase() {
        for (int i = 0; i < BLOCKS; i++) {
            int base = LOWEST + BLOCK * (next++ % BLOCKS);
            if (IntStream.range(base + 1, base + BLOCK).allMatch(FreePorts::isFree)) {
                return base;
            }
        }
        throw new IllegalStateException("no " + BLOCK + " free ports in a row");
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
