package hallpass.runtime;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a task repeatedly on its own daemon thread until it is closed. */
public final class PeriodicTask implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PeriodicTask.class);

    private static final Duration DELAY_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

    private final TaskBody body;
    private final Thread thread;

    /** One run of the task. */
    public interface TaskBody {
        /** @return the delay before the next run */
        Duration run() throws InterruptedException;
    }

    private PeriodicTask(String name, TaskBody body) {
        this.body = body;
        this.thread = new Thread(this::run, name);
    }

    /** @param name name of the thread */
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
            LOG.error("the task {} failed and will run again", thread.getName(), e);
            return DELAY_AFTER_FAILURE;
        }
    }

    /** Interrupts the thread and returns when it has ended, or after two seconds. */
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
