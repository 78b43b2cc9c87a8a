package hallpass.client;

import hallpass.client.ServerStatus.Answered;
import hallpass.client.ServerStatus.Unreachable;
import hallpass.message.Party;
import hallpass.message.StatusRep;
import hallpass.message.StatusReq;
import hallpass.net.MessageConnection;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Queries the status of every replica of every server in parallel: S1, S2. */
public final class StatusQuery {
    private final ClientSettings settings;

    public StatusQuery(ClientSettings settings) {
        this.settings = settings;
    }

    private record ReplicaAddress(Party server, int replica, InetSocketAddress address) {}

    /** Returns one status for each replica, in the order of {@link Party#SERVERS}. */
    public List<ServerStatus> queryAll() {
        List<ReplicaAddress> replicas = replicaAddresses();
        ExecutorService executor = Executors.newFixedThreadPool(replicas.size());
        try {
            List<CompletableFuture<ServerStatus>> queries = replicas.stream()
                    .map(replica -> CompletableFuture.supplyAsync(() -> query(replica), executor))
                    .toList();
            return queries.stream().map(CompletableFuture::join).toList();
        } finally {
            executor.shutdown();
        }
    }

    private List<ReplicaAddress> replicaAddresses() {
        List<ReplicaAddress> addresses = new ArrayList<>();
        for (Party server : Party.SERVERS) {
            int number = 0;
            for (InetSocketAddress address : settings.config().routes(server)) {
                number++;
                addresses.add(new ReplicaAddress(server, number, address));
            }
        }
        return addresses;
    }

    private ServerStatus query(ReplicaAddress replica) {
        ServerCall call = ServerCall.to(replica.server(), replica.address(), settings, "", "")
                .withShortTimeout();
        try (MessageConnection connection = call.connect()) {
            Instant before = settings.clock().instant();
            StatusRep reply = call.send(connection, new StatusReq(), StatusRep.class);
            Instant after = settings.clock().instant();
            Duration roundTripTime = Duration.between(before, after);
            // The server read its clock between both times; the middle is the best estimate.
            Instant middle = before.plus(roundTripTime.dividedBy(2));
            return new Answered(
                    replica.server(),
                    replica.replica(),
                    call.addressText(),
                    reply,
                    roundTripTime,
                    Duration.between(middle, reply.time()));
        } catch (ClientException failure) {
            return new Unreachable(replica.server(), replica.replica(), call.addressText(), failure);
        }
    }
}
