package hallpass.runtime;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a task repeatedly on its own daemon thread, from {@link #start} until it is closed. */
public final class PeriodicTask implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PeriodicTask.class);

    private static final Duration DELAY_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

    private final String name;
    private Optional<Thread> thread = Optional.empty();
    private boolean closed;

    /** One run of the task. */
    public interface TaskBody {
        /** @return the delay before the next run */
        Duration run() throws InterruptedException;
    }

    /** @param name name of the thread */
    public PeriodicTask(String name) {
        this.name = name;
    }

    /** Starts the task, unless it was closed before. */
    public synchronized void start(TaskBody body) {
        if (!closed) {
            Thread started = new Thread(() -> run(body), name);
            started.setDaemon(true);
            started.start();
            thread = Optional.of(started);
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private void run(TaskBody body) {
        try {
            while (!Thread.currentThread().isInterrupted() && !isClosed()) {
                TimeUnit.NANOSECONDS.sleep(runOnce(body).toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration runOnce(TaskBody body) throws InterruptedException {
        try {
            return body.run();
        } catch (RuntimeException e) {
            LOG.error("the task {} failed and will run again", name, e);
            return DELAY_AFTER_FAILURE;
        }
    }

    /**
     * Interrupts the thread and returns when it has ended, or after two seconds. The task itself
     * may call it too; its current run is then the last one.
     */
    @Override
    public void close() {
        Optional<Thread> running;
        synchronized (this) {
            closed = true;
            running = thread;
        }
        if (running.isPresent() && !running.get().equals(Thread.currentThread())) {
            running.get().interrupt();
            try {
                running.get().join(STOP_TIMEOUT.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
