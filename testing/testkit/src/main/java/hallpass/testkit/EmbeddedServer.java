package hallpass.testkit;

import hallpass.runtime.RunningServer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A server that listens, and the thread in which it becomes ready. */
final class EmbeddedServer implements AutoCloseable {
    private final RunningServer server;
    private final List<String> waits = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final Thread preparation;

    EmbeddedServer(String name, RunningServer server) {
        this.server = server;
        preparation = new Thread(this::prepare, name + " getting ready");
        preparation.setDaemon(true);
        preparation.start();
    }

    private void prepare() {
        try {
            server.awaitReady(waits::add);
            ready.complete(null);
        } catch (Exception e) {
            ready.completeExceptionally(e);
        }
    }

    InetSocketAddress address() {
        return server.address();
    }

    boolean isReady() {
        return ready.isDone() && !ready.isCompletedExceptionally();
    }

    /** The conditions that the server has waited for so far, as its status describes them. */
    List<String> waits() {
        return List.copyOf(waits);
    }

    void awaitReady(Duration timeout) throws InterruptedException, ExecutionException, TimeoutException {
        ready.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Stops the server, and returns once its preparation has ended too. */
    @Override
    public void close() {
        preparation.interrupt();
        server.close();
        try {
            preparation.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
