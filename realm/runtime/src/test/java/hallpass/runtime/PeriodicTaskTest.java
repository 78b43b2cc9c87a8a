package hallpass.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PeriodicTaskTest {
    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void runsAgainAfterAFailure() {
        try (PeriodicTask task = new PeriodicTask("test-task")) {
            task.start(() -> {
                if (runs.incrementAndGet() == 1) {
                    throw new IllegalStateException("the first run fails");
                }
                return Duration.ofMillis(1);
            });
            await().until(() -> runs.get() > 2);
        }
    }

    @Test
    void doesNotStartOnceItIsClosed() {
        PeriodicTask task = new PeriodicTask("test-task");
        task.close();
        task.start(() -> {
            runs.incrementAndGet();
            return Duration.ofMillis(1);
        });
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("test-task");
        assertThat(runs).hasValue(0);
    }
}
