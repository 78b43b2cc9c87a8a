package hallpass.tgs;

import hallpass.protocol.KdcPolicy;
import hallpass.protocol.ReplayCache;
import hallpass.realm.RealmProblem;
import hallpass.server.Server;
import hallpass.server.Server.Preparation;
import hallpass.server.ServerContext;
import hallpass.server.ServerProgram;
import hallpass.store.MasterKey;
import hallpass.store.PrincipalStore;
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
        PrincipalStore principals = PrincipalStore.open(
                context.realm().principals(), MasterKey.read(context.realm().masterKey(), context.randomness()));
        KdcPolicy policy = context.realm().config().kdcPolicy();
        ReplayCache replays = ReplayCache.OFF;
        TicketGrantingServer server = new TicketGrantingServer(new TicketGrantingExchange(
                principals, context.realm().config().seals(), context.randomness(), policy, replays));
        return new Server(
                policy.ticketGranting(), () -> server, Preparation.none(), replays::size, List.of(principals));
    }
}
