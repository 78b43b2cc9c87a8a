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
 * One thing that is asked of one server, of which there may be several: the next one is asked when one cannot be reached,
 * does not answer soon, or says that it cannot serve now. Only the last one has all the time that a server has.
 */
final class Failover {
    /** What all but the last may take together: the last one's answer still comes within a second. */
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
     * @param client the name that asks
     * @param target what is asked for
     */
    static Failover to(Party server, ClientSettings settings, String client, String target) {
        return new Failover(server, settings, client, target);
    }

    /** What is asked of one of the servers. It begins anew each time: nothing that was sent is sent again to another. */
    interface Attempt<T> {
        T run(ServerCall call) throws ClientException;
    }

    /** A request, and the reply that came to it. */
    record CompletedCall<Q extends Message, R extends Message>(ServerCall call, Q request, R reply) {}

    /** Asks one thing, each time on a connection of its own. */
    <Q extends Message, R extends Message> CompletedCall<Q, R> send(
            ServerCall.ExchangeStep<Q> request, Class<R> expected) throws ClientException {
        return firstAnswer(call -> {
            Q sent = call.run(request);
            return new CompletedCall<>(call, sent, call.send(sent, expected));
        });
    }

    /** What the first one answers that does. */
    <T> T firstAnswer(Attempt<T> attempt) throws ClientException {
        return firstAnswer(attempt, ClientException::isRetryableElsewhere);
    }

    /** The same for what must be done once: only as long as it is certain that nobody did it. */
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
