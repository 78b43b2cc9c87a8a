package hallpass.as;

import hallpass.config.RealmException;
import hallpass.message.Party;
import hallpass.process.ServerProgram;
import hallpass.protocol.ClientLookup;
import hallpass.protocol.KdcPolicy;
import hallpass.protocol.Profile;
import hallpass.protocol.ReplayCache;
import hallpass.protocol.Sealer;
import hallpass.runtime.ServerAssembly;
import hallpass.runtime.ServerAssembly.Readiness;
import hallpass.runtime.ServerContext;
import hallpass.store.PrincipalStore;
import hallpass.store.RealmStores;
import java.util.List;

/** The Kerberos authentication server (AS). */
public final class AsServer {
    private AsServer() {}

    public static void main(String... args) {
        ServerProgram.main(
                Party.AS,
                "Kerberos authentication server: issues tickets and updates user keys.",
                AsServer::assemble,
                args);
    }

    public static ServerAssembly assemble(ServerContext context) throws RealmException {
        RealmStores stores = RealmStores.of(context.realm());
        PrincipalStore principals = stores.principals(context.randomness());
        KdcPolicy policy = context.realm().config().kdcPolicy();
        Sealer sealer = context.realm().config().sealer();
        Profile profile = context.realm().config().profile();
        ReplayCache replays = profile.replayCache(
                () -> principals.replays(policy.keyUpdateService().text(), context.clock()));
        ClientLookup clientLookup = profile.clientLookup(principals, principals);
        KeyUpdateExchange keyUpdate = new KeyUpdateExchange(principals, sealer, policy, replays);
        return new ServerAssembly(
                policy.ticketGrantingService(),
                () -> new AsRequestHandler(
                        new AsExchange(
                                principals,
                                clientLookup,
                                sealer,
                                context.randomness(),
                                policy,
                                PreAuthentication.forProfile(profile, context.randomness())),
                        keyUpdate),
                Readiness.of(stores::awaitAvailable, stores::outage),
                replays::size,
                List.of(stores));
    }
}
