package hallpass.ca;

import hallpass.protocol.UnavailableException;
import hallpass.runtime.PeriodicTask;
import hallpass.runtime.ServerAssembly;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Publishes a new CRL whenever one is due, from the start of the server until it stops. */
final class CrlPublishingTask implements ServerAssembly.Readiness, AutoCloseable {
    /** Revocations made by other processes are published within a second. */
    private static final Duration CHECK_INTERVAL = Duration.ofMillis(400);

    private final CurrentCrl crl;
    private final InstantSource clock;
    private final PeriodicTask task = new PeriodicTask("crl");

    /** Accessed by the background thread only. */
    private String reported = "";

    CrlPublishingTask(CurrentCrl crl, InstantSource clock) {
        this.crl = crl;
        this.clock = clock;
    }

    @Override
    public void await(ServerAssembly.ReadinessListener listener) throws InterruptedException {
        String reportedProblem = "";
        for (Optional<String> problem = publishIfNeeded(); problem.isPresent(); problem = publishIfNeeded()) {
            if (!problem.get().equals(reportedProblem)) {
                reportedProblem = problem.get();
                listener.waitingFor("waits because the CRL cannot be published: " + reportedProblem);
            }
            Thread.sleep(CHECK_INTERVAL.toMillis());
        }
        task.start(() -> checkAndReport(listener));
    }

    private Duration checkAndReport(ServerAssembly.ReadinessListener listener) {
        String problem = publishIfNeeded().orElse("");
        if (!problem.equals(reported)) {
            reported = problem;
            report(problem, listener);
        }
        return CHECK_INTERVAL;
    }

    private static void report(String problem, ServerAssembly.ReadinessListener listener) {
        if (problem.isEmpty()) {
            listener.recovered("publishes the CRL again");
        } else {
            listener.waitingFor("ready, but the CRL cannot be published: " + problem);
        }
    }

    /** Why the CRL cannot be published; empty if the current one is published. */
    private Optional<String> publishIfNeeded() {
        try {
            crl.newest(clock.instant());
            return Optional.empty();
        } catch (UnavailableException e) {
            return Optional.of(e.description());
        }
    }

    @Override
    public void close() {
        task.close();
    }
}
