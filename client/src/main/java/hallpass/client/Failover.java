package hallpass.client;

import hallpass.message.Message;
import hallpass.message.Party;
import hallpass.net.Addresses;
import hallpass.trace.TraceEvent.FailedOver;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;

/**
 * A call to a server with several replicas. The next replica is called if one is unreachable, does
 * not answer in time, or reports that it cannot serve. Only the last replica has the full timeout.
 */
final class Failover {
    /** Shared by all replicas but the last, so that the last one still answers within a second. */
    private static final Duration TIMEOUT_BEFORE_LAST = Duration.ofMillis(700);

    private final Party server;
    private final ClientSettings settings;
    private final String client;
    private final String target;

    private Failover(Party server, ClientSettings settings, String client, String target) {
        this.server = server;
        this.settings = settings;
        this.client = client;
        this.target = target;
    }

    /**
     * @param client the name of the caller
     * @param target the name of the service, resource or certificate
     */
    static Failover to(Party server, ClientSettings settings, String client, String target) {
        return new Failover(server, settings, client, target);
    }

    /** A call to one replica. Each attempt creates new messages: none is sent to two replicas. */
    interface Attempt<T> {
        T run(ServerCall call) throws ClientException;
    }

    record CompletedCall<Q extends Message, R extends Message>(ServerCall call, Q request, R reply) {}

    /** Sends one request, on a new connection for each replica. */
    <Q extends Message, R extends Message> CompletedCall<Q, R> send(
            ServerCall.ExchangeStep<Q> request, Class<R> expected) throws ClientException {
        return firstAnswer(call -> {
            Q sent = call.run(request);
            return new CompletedCall<>(call, sent, call.send(sent, expected));
        });
    }

    /** Returns the first answer of a replica that can serve. */
    <T> T firstAnswer(Attempt<T> attempt) throws ClientException {
        return firstAnswer(attempt, ClientException::isRetryableElsewhere);
    }

    /**
     * As {@link #firstAnswer(Attempt)}, but goes on only while it is certain that no replica has
     * carried out the request.
     */
    <T> T atMostOnce(Attempt<T> attempt) throws ClientException {
        return firstAnswer(
                attempt,
                failure -> failure.isRetryableElsewhere() && failure.error().isWithoutEffect());
    }

    private interface RetryPolicy {
        boolean mayRetry(ClientException failure);
    }

    private <T> T firstAnswer(Attempt<T> attempt, RetryPolicy retryPolicy) throws ClientException {
        List<InetSocketAddress> addresses = settings.replicaOrder().addresses(server, settings.config());
        Iterator<InetSocketAddress> rest = addresses.iterator();
        InetSocketAddress address = rest.next();
        while (rest.hasNext()) {
            ServerCall call = call(address).withTimeout(TIMEOUT_BEFORE_LAST.dividedBy(addresses.size() - 1L));
            try {
                return attempt(attempt, call);
            } catch (ClientException failure) {
                if (!retryPolicy.mayRetry(failure)) {
                    throw failure;
                }
                address = rest.next();
                settings.trace()
                        .emit(new FailedOver(
                                server, failure.error().unavailability().orElseThrow(), Addresses.text(address)));
            }
        }
        return attempt(attempt, call(address).afterFailedReplicas(addresses.size() - 1));
    }

    private ServerCall call(InetSocketAddress address) {
        return ServerCall.to(server, address, settings, client, target);
    }

    private <T> T attempt(Attempt<T> attempt, ServerCall call) throws ClientException {
        try {
            T answer = attempt.run(call);
            settings.replicaOrder().recordAnswer(server, call.address());
            return answer;
        } catch (ClientException failure) {
            if (!failure.isRetryableElsewhere()) {
                settings.replicaOrder().recordAnswer(server, call.address());
            }
            throw failure;
        }
    }
}
