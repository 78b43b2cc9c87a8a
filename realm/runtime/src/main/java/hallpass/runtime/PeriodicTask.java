package hallpass.runtime;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does something again and again, on a thread of its own, until it is closed. */
public final class PeriodicTask implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PeriodicTask.class);

    private static final Duration DELAY_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

    private final TaskBody body;
    private final Thread thread;

    /** What is done each time. */
    public interface TaskBody {
        /** @return how long to rest before the next time */
        Duration run() throws InterruptedException;
    }

    private PeriodicTask(String name, TaskBody body) {
        this.body = body;
        this.thread = new Thread(this::run, name);
    }

    /** @param name of the thread */
    public static PeriodicTask start(String name, TaskBody body) {
        PeriodicTask task = new PeriodicTask(name, body);
        task.thread.setDaemon(true);
        task.thread.start();
        return task;
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                TimeUnit.NANOSECONDS.sleep(runOnce().toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration runOnce() throws InterruptedException {
        try {
            return body.run();
        } catch (RuntimeException e) {
            LOG.error("{} failed, and goes on", thread.getName(), e);
            return DELAY_AFTER_FAILURE;
        }
    }

    /** Returns when what is being done is over, or after two seconds. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(STOP_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
