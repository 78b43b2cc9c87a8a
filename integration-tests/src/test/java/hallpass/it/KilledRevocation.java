package hallpass.it;

import hallpass.it.LaunchedJar.Ended;
import hallpass.it.LaunchedJar.Launcher;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** {@code hallpass ca revoke} as a process, killed at a random moment of its life. */
final class KilledRevocation {
    private static final String WORD = "Revoked ";

    private final Launcher launcher;
    private final Duration life;

    private KilledRevocation(Launcher launcher, Duration life) {
        this.launcher = launcher;
        this.life = life;
    }

    /** Lets one live to its end, to see how long that takes. */
    static KilledRevocation measured(Launcher launcher, String serial) throws Exception {
        long started = System.nanoTime();
        try (LaunchedJar command = start(launcher, serial)) {
            Ended ended = command.awaitEnd();
            Victim.requireDatabase(ended);
            if (ended.exit() != 0) {
                throw new AssertionError(ended.errorText());
            }
        }
        return new KilledRevocation(launcher, Duration.ofNanos(System.nanoTime() - started));
    }

    Duration life() {
        return life;
    }

    /** Whether it said that the certificate is revoked. */
    boolean run(String serial) throws Exception {
        long end = System.nanoTime() + momentOfLife();
        try (LaunchedJar command = start(launcher, serial)) {
            Moment.await(end);
            Ended ended = command.kill().awaitEnd();
            return ended.exit() == 0 || ended.text().contains(WORD + serial);
        }
    }

    /** Any moment, and in half of the cases one of its last: at first a JVM does nothing but start. */
    private long momentOfLife() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        double from = random.nextBoolean() ? 0 : 0.6;
        return (long) (life.toNanos() * random.nextDouble(from, 1.1));
    }

    private static LaunchedJar start(Launcher launcher, String serial) throws IOException {
        return launcher.command("ca", "revoke", serial, "--reason", "superseded");
    }
}
