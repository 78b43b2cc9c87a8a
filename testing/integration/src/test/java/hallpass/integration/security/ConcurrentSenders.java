package hallpass.integration.security;

import hallpass.message.ErrorCode;
import hallpass.message.Message;
import hallpass.net.ErrorReplyException;
import hallpass.net.MessageConnection;
import hallpass.net.UnreachableException;
import hallpass.trace.Trace;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Sends the same message on many connections at the same time. */
final class ConcurrentSenders implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final List<MessageConnection> connections = new ArrayList<>();
    private final ExecutorService threads;
    private final CyclicBarrier barrier;

    /** @param servers addresses, used in turn */
    ConcurrentSenders(List<InetSocketAddress> servers, int size) throws UnreachableException {
        for (int i = 0; i < size; i++) {
            connections.add(MessageConnection.open(servers.get(i % servers.size()), TIMEOUT, TIMEOUT));
        }
        threads = Executors.newFixedThreadPool(size);
        barrier = new CyclicBarrier(size);
    }

    /** Returns how many were accepted; all others must be refused as replays. */
    int sendAll(Message request, Class<? extends Message> answer) throws Exception {
        List<Callable<Boolean>> senders = new ArrayList<>();
        for (MessageConnection connection : connections) {
            senders.add(() -> {
                barrier.await();
                return isAccepted(connection, request, answer);
            });
        }
        int accepted = 0;
        for (Future<Boolean> sender : threads.invokeAll(senders)) {
            accepted += sender.get() ? 1 : 0;
        }
        return accepted;
    }

    /** Whether the request is accepted; if not, it must be refused as a replay. */
    static boolean isAccepted(MessageConnection connection, Message request, Class<? extends Message> answer)
            throws Exception {
        try {
            connection.call(request, answer, Trace.NONE);
            return true;
        } catch (ErrorReplyException refused) {
            if (refused.error().code() == ErrorCode.KRB_AP_ERR_REPEAT) {
                return false;
            }
            throw refused;
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        connections.forEach(MessageConnection::close);
    }
}
