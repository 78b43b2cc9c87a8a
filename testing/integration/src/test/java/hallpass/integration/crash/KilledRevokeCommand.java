package hallpass.integration.crash;

import hallpass.integration.harness.DatabaseOutages;
import hallpass.integration.harness.JarProcess;
import hallpass.integration.harness.JarProcess.JarLauncher;
import hallpass.integration.harness.JarProcess.ProcessResult;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** A {@code hallpass ca revoke} process that is killed at a random time. */
final class KilledRevokeCommand {
    private static final String ACKNOWLEDGEMENT = "Revoked ";

    private final JarLauncher launcher;
    private final Duration duration;

    private KilledRevokeCommand(JarLauncher launcher, Duration life) {
        this.launcher = launcher;
        this.duration = life;
    }

    /** Measures how long the command takes if it is not killed. */
    static KilledRevokeCommand measure(JarLauncher launcher, String serial) throws Exception {
        long started = System.nanoTime();
        try (JarProcess command = start(launcher, serial)) {
            ProcessResult ended = command.awaitExit();
            DatabaseOutages.requireDatabaseAvailable(ended);
            if (ended.exitCode() != 0) {
                throw new AssertionError(ended.errorOutput());
            }
        }
        return new KilledRevokeCommand(launcher, Duration.ofNanos(System.nanoTime() - started));
    }

    Duration duration() {
        return duration;
    }

    /** Returns whether the command acknowledged the revocation before it was killed. */
    boolean run(String serial) throws Exception {
        long end = System.nanoTime() + randomKillTime();
        try (JarProcess command = start(launcher, serial)) {
            NanoTimes.sleepUntil(end);
            ProcessResult ended = command.kill().awaitExit();
            return ended.exitCode() == 0 || ended.output().contains(ACKNOWLEDGEMENT + serial);
        }
    }

    /** Half of the times are in the last part, because a JVM spends the first part starting. */
    private long randomKillTime() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        double from = random.nextBoolean() ? 0 : 0.6;
        return (long) (duration.toNanos() * random.nextDouble(from, 1.1));
    }

    private static JarProcess start(JarLauncher launcher, String serial) throws IOException {
        return launcher.startCommand("ca", "revoke", serial, "--reason", "superseded");
    }
}
