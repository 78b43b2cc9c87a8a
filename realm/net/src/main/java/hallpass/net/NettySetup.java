package hallpass.net;

import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.Slf4JLoggerFactory;

/** What Netty must know before any other of its classes is loaded. A {@code -D} of the same name wins. */
final class NettySetup {
    private NettySetup() {}

    static void apply() {
        // sun.misc.Unsafe makes newer JDKs warn on the console; buffers here are on the heap and do without it.
        setDefault("io.netty.noUnsafe", "true");
        setDefault("io.netty.noKeySetOptimization", "true");
        setDefault("io.netty.noPreferDirect", "true");
        // Both make channel ids unique among machines, which nobody here needs: the look-up of MAC addresses takes
        // time.
        setDefault("io.netty.machineId", "00:00:00:00:00:00:00:01");
        setDefault("io.netty.processId", "1");
        InternalLoggerFactory.setDefaultFactory(Slf4JLoggerFactory.INSTANCE);
    }

    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
