package hallpass.as;

import hallpass.protocol.Applicants;
import hallpass.protocol.KdcPolicy;
import hallpass.protocol.Profile;
import hallpass.protocol.ReplayCache;
import hallpass.protocol.Seals;
import hallpass.realm.RealmProblem;
import hallpass.server.Server;
import hallpass.server.Server.Preparation;
import hallpass.server.ServerContext;
import hallpass.server.ServerProgram;
import hallpass.store.PrincipalStore;
import hallpass.store.RealmStores;
import hallpass.trace.Party;
import java.util.List;

/** The process of the Kerberos authentication server. */
public final class AsServer {
    private AsServer() {}

    public static void main(String... args) {
        ServerProgram.main(
                Party.AS,
                "The Kerberos authentication server: issues tickets, takes key updates.",
                AsServer::assemble,
                args);
    }

    public static Server assemble(ServerContext context) throws RealmProblem {
        RealmStores stores = RealmStores.of(context.realm());
        PrincipalStore principals = stores.principals(context.randomness());
        KdcPolicy policy = context.realm().config().kdcPolicy();
        Seals seals = context.realm().config().seals();
        Profile profile = context.realm().config().profile();
        ReplayCache replays =
                profile.replays(() -> principals.replays(policy.keyUpdate().text(), context.clock()));
        Applicants applicants = profile.applicants(principals, principals);
        KeyUpdateExchange keyUpdate = new KeyUpdateExchange(principals, seals, policy, replays);
        return new Server(
                policy.ticketGranting(),
                () -> new AuthenticationServer(
                        new AuthenticationExchange(
                                principals,
                                applicants,
                                seals,
                                context.randomness(),
                                policy,
                                PreAuthentication.in(profile, context.randomness())),
                        keyUpdate),
                Preparation.of(stores::await, stores::trouble),
                replays::size,
                List.of(stores));
    }
}
