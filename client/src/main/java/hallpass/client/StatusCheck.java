package hallpass.client;

import hallpass.client.ServerStatus.Answered;
import hallpass.client.ServerStatus.Silent;
import hallpass.message.StatusRep;
import hallpass.message.StatusReq;
import hallpass.net.MessageConnection;
import hallpass.trace.Party;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Asks all servers at the same time how they are: S1, S2. */
public final class StatusCheck {
    public static final List<Party> SERVERS = List.of(Party.AS, Party.TGS, Party.SERVICE, Party.CA, Party.APP);

    private final ClientSetting setting;

    public StatusCheck(ClientSetting setting) {
        this.setting = setting;
    }

    /** One status for each server, in the order of {@link #SERVERS}. */
    public List<ServerStatus> run() {
        ExecutorService askers = Executors.newFixedThreadPool(SERVERS.size());
        try {
            List<CompletableFuture<ServerStatus>> asked = SERVERS.stream()
                    .map(server -> CompletableFuture.supplyAsync(() -> ask(server), askers))
                    .toList();
            return asked.stream().map(CompletableFuture::join).toList();
        } finally {
            askers.shutdown();
        }
    }

    private ServerStatus ask(Party server) {
        Errand errand = Errand.to(server, setting, "", "").briefly();
        try (MessageConnection connection = errand.open()) {
            Instant before = setting.clock().instant();
            StatusRep reply = errand.ask(connection, new StatusReq(), StatusRep.class);
            Instant after = setting.clock().instant();
            Duration took = Duration.between(before, after);
            // The server looked at its clock somewhere in between.
            Instant middle = before.plus(took.dividedBy(2));
            return new Answered(server, errand.where(), reply, took, Duration.between(middle, reply.time()));
        } catch (Failure failure) {
            return new Silent(server, errand.where(), failure);
        }
    }
}
