package hallpass.tgs;

import hallpass.protocol.KdcPolicy;
import hallpass.protocol.ReplayCache;
import hallpass.realm.RealmProblem;
import hallpass.server.Server;
import hallpass.server.Server.Preparation;
import hallpass.server.ServerContext;
import hallpass.server.ServerProgram;
import hallpass.store.PrincipalStore;
import hallpass.store.RealmStores;
import hallpass.store.ReplayStore;
import hallpass.trace.Party;
import java.util.List;

/** The process of the Kerberos ticket-granting server. */
public final class TgsServer {
    private TgsServer() {}

    public static void main(String... args) {
        ServerProgram.main(
                Party.TGS,
                "The Kerberos ticket-granting server: issues tokens for services.",
                TgsServer::assemble,
                args);
    }

    public static Server assemble(ServerContext context) throws RealmProblem {
        RealmStores stores = RealmStores.of(context.realm());
        PrincipalStore principals = stores.principals(context.randomness());
        ReplayStore remembered = stores.replays(Party.TGS);
        KdcPolicy policy = context.realm().config().kdcPolicy();
        ReplayCache replays = context.realm()
                .config()
                .profile()
                .replays(() -> remembered.replays(policy.ticketGranting().text(), context.clock()));
        TicketGrantingServer server = new TicketGrantingServer(new TicketGrantingExchange(
                principals, context.realm().config().seals(), context.randomness(), policy, replays));
        return new Server(
                policy.ticketGranting(),
                () -> server,
                Preparation.of(stores::await, stores::trouble),
                replays::size,
                List.of(stores));
    }
}
