package hallpass.client;

import hallpass.client.ServerStatus.Answered;
import hallpass.client.ServerStatus.Silent;
import hallpass.message.StatusRep;
import hallpass.message.StatusReq;
import hallpass.net.MessageConnection;
import hallpass.trace.Party;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Asks all servers, each replica of them, at the same time how they are: S1, S2. */
public final class StatusCheck {
    private final ClientSetting setting;

    public StatusCheck(ClientSetting setting) {
        this.setting = setting;
    }

    /** One of a server's replicas, and where it is. */
    private record Place(Party server, int replica, InetSocketAddress address) {}

    /** One status for each replica, in the order of {@link Party#SERVERS}. */
    public List<ServerStatus> run() {
        List<Place> places = places();
        ExecutorService askers = Executors.newFixedThreadPool(places.size());
        try {
            List<CompletableFuture<ServerStatus>> asked = places.stream()
                    .map(place -> CompletableFuture.supplyAsync(() -> ask(place), askers))
                    .toList();
            return asked.stream().map(CompletableFuture::join).toList();
        } finally {
            askers.shutdown();
        }
    }

    private List<Place> places() {
        List<Place> places = new ArrayList<>();
        for (Party server : Party.SERVERS) {
            int replica = 0;
            for (InetSocketAddress address : setting.config().routes(server)) {
                replica++;
                places.add(new Place(server, replica, address));
            }
        }
        return places;
    }

    private ServerStatus ask(Place place) {
        Errand errand =
                Errand.to(place.server(), place.address(), setting, "", "").briefly();
        try (MessageConnection connection = errand.open()) {
            Instant before = setting.clock().instant();
            StatusRep reply = errand.ask(connection, new StatusReq(), StatusRep.class);
            Instant after = setting.clock().instant();
            Duration took = Duration.between(before, after);
            // The server looked at its clock somewhere in between.
            Instant middle = before.plus(took.dividedBy(2));
            return new Answered(
                    place.server(),
                    place.replica(),
                    errand.where(),
                    reply,
                    took,
                    Duration.between(middle, reply.time()));
        } catch (Failure failure) {
            return new Silent(place.server(), place.replica(), errand.where(), failure);
        }
    }
}
