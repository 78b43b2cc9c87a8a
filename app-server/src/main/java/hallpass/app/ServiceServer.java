package hallpass.app;

import hallpass.config.RealmConfig;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.message.Party;
import hallpass.process.ServerProgram;
import hallpass.protocol.ApRequestVerifier;
import hallpass.protocol.ClockSkew;
import hallpass.protocol.ReplayCache;
import hallpass.protocol.Sealer;
import hallpass.runtime.ServerAssembly;
import hallpass.runtime.ServerAssembly.Readiness;
import hallpass.runtime.ServerContext;
import hallpass.store.RealmStores;
import java.util.List;

/** The Kerberos service: serves clients that authenticate themselves with a token. */
public final class ServiceServer {
    private ServiceServer() {}

    public static void main(String... args) {
        ServerProgram.main(
                Party.SERVICE,
                "Kerberos service: serves clients that authenticate themselves with a token.",
                ServiceServer::assemble,
                args);
    }

    public static ServerAssembly assemble(ServerContext context) throws RealmException {
        RealmFolder realm = context.realm();
        RealmConfig config = realm.config();
        ServiceKeytab keys = ServiceKeytab.open(realm.serviceKeytab(), config.serviceName());
        RealmStores stores = RealmStores.of(realm);
        DatabaseNoteRepository notes = DatabaseNoteRepository.open(stores, Party.SERVICE);
        Sealer sealer = config.sealer();
        ClockSkew skew = config.clockSkew();
        ReplayCache replays = config.profile()
                .replayCache(() -> notes.replays(config.serviceName().text(), context.clock()));
        ApExchange application =
                new ApExchange(sealer, keys, new ApRequestVerifier(config.serviceName(), skew), replays);
        ServiceExchange service =
                new ServiceExchange(sealer, skew, replays, new ResourceRegistry(config.resources(), notes));
        return new ServerAssembly(
                config.serviceName(),
                () -> new ServiceRequestHandler(application, service),
                Readiness.of(stores::awaitAvailable, () -> stores.outage().or(keys::problem)),
                replays::size,
                List.of(stores));
    }
}
