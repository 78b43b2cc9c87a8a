package hallpass.tgs;

import hallpass.config.RealmException;
import hallpass.message.Party;
import hallpass.process.ServerProgram;
import hallpass.protocol.KdcPolicy;
import hallpass.protocol.ReplayCache;
import hallpass.runtime.ServerAssembly;
import hallpass.runtime.ServerAssembly.Readiness;
import hallpass.runtime.ServerContext;
import hallpass.store.PrincipalStore;
import hallpass.store.RealmStores;
import hallpass.store.ReplayStore;
import java.util.List;

/** The Kerberos ticket-granting server (TGS). */
public final class TgsServer {
    private TgsServer() {}

    public static void main(String... args) {
        ServerProgram.main(
                Party.TGS, "Kerberos ticket-granting server: issues tokens for services.", TgsServer::assemble, args);
    }

    public static ServerAssembly assemble(ServerContext context) throws RealmException {
        RealmStores stores = RealmStores.of(context.realm());
        PrincipalStore principals = stores.principals(context.randomness());
        ReplayStore replayStore = stores.replays(Party.TGS);
        KdcPolicy policy = context.realm().config().kdcPolicy();
        ReplayCache replays = context.realm()
                .config()
                .profile()
                .replayCache(
                        () -> replayStore.replays(policy.ticketGrantingService().text(), context.clock()));
        TgsRequestHandler handler = new TgsRequestHandler(
                new TgsExchange(principals, context.realm().config().sealer(), context.randomness(), policy, replays));
        return new ServerAssembly(
                policy.ticketGrantingService(),
                () -> handler,
                Readiness.of(stores::awaitAvailable, stores::outage),
                replays::size,
                List.of(stores));
    }
}
