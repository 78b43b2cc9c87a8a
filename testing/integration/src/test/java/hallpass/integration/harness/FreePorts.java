package hallpass.integration.harness;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Port numbers for realms whose servers must know each other's address before they start. All are
 * below 32768, the start of the ephemeral range, so the system does not assign them.
 */
public final class FreePorts {
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    /** The servers listen on base + 1 to base + 5, second replicas ten ports further on. */
    private static final int BLOCK = 20;

    private static final int BLOCKS = (HIGHEST - LOWEST) / BLOCK;

    /** Random, because another test run may look for ports at the same time. */
    private static int next = ThreadLocalRandom.current().nextInt(BLOCKS);

    private FreePorts() {}

    /** Returns a number whose next 19 ports are free, and a different one at each call. */
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
