package hallpass.server;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does something again and again, on a thread of its own, until it is closed. */
public final class Routine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Routine.class);

    private static final Duration AFTER_A_FAULT = Duration.ofSeconds(1);
    private static final Duration UNTIL_STOPPED = Duration.ofSeconds(2);

    private final Step step;
    private final Thread thread;

    /** What is done each time. */
    public interface Step {
        /** @return how long to rest before the next time */
        Duration run() throws InterruptedException;
    }

    private Routine(String name, Step step) {
        this.step = step;
        this.thread = new Thread(this::run, name);
    }

    /** @param name of the thread */
    public static Routine start(String name, Step step) {
        Routine routine = new Routine(name, step);
        routine.thread.setDaemon(true);
        routine.thread.start();
        return routine;
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                TimeUnit.NANOSECONDS.sleep(once().toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration once() throws InterruptedException {
        try {
            return step.run();
        } catch (RuntimeException e) {
            LOG.error("{} failed, and goes on", thread.getName(), e);
            return AFTER_A_FAULT;
        }
    }

    /** Returns when what is being done is over, or after two seconds. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(UNTIL_STOPPED.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
