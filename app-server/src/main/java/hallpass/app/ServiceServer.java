package hallpass.app;

import hallpass.protocol.ClockSkew;
import hallpass.protocol.CredentialCheck;
import hallpass.protocol.ReplayCache;
import hallpass.protocol.Seals;
import hallpass.realm.RealmConfig;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.server.Server;
import hallpass.server.Server.Preparation;
import hallpass.server.ServerContext;
import hallpass.server.ServerProgram;
import hallpass.store.RealmStores;
import hallpass.trace.Party;
import java.util.List;

/** The process of the Kerberos service server: the ticket door to the desk. */
public final class ServiceServer {
    private ServiceServer() {}

    public static void main(String... args) {
        ServerProgram.main(
                Party.SERVICE,
                "The Kerberos service server: serves whoever shows a good token.",
                ServiceServer::assemble,
                args);
    }

    public static Server assemble(ServerContext context) throws RealmProblem {
        RealmFolder realm = context.realm();
        RealmConfig config = realm.config();
        ServiceKeys keys = ServiceKeys.open(realm.serviceKeys(), config.serviceName());
        RealmStores stores = RealmStores.of(realm);
        StoredNotes notes = StoredNotes.open(stores, Party.SERVICE);
        Seals seals = config.seals();
        ClockSkew skew = config.clockSkew();
        ReplayCache replays = config.profile()
                .replays(() -> notes.replays(config.serviceName().text(), context.clock()));
        ApplicationExchange application =
                new ApplicationExchange(seals, keys, new CredentialCheck(config.serviceName(), skew), replays);
        ServiceExchange service =
                new ServiceExchange(seals, skew, replays, new ResourceDesk(config.resources(), notes));
        return new Server(
                config.serviceName(),
                () -> new TicketDoor(application, service),
                Preparation.of(stores::await, stores::trouble),
                replays::size,
                List.of(stores));
    }
}
