package hallpass.app;

import hallpass.pki.CertificateCheck;
import hallpass.pki.PkiProfile;
import hallpass.protocol.ClockSkew;
import hallpass.protocol.ReplayCache;
import hallpass.protocol.Seals;
import hallpass.realm.PemFiles;
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

/** The process of the PKI application server: the certificate door to the desk. */
public final class AppServer {
    private AppServer() {}

    public static void main(String... args) {
        ServerProgram.main(
                Party.APP,
                "The PKI application server: registers with the CA, registers clients, serves them.",
                AppServer::assemble,
                args);
    }

    public static Server assemble(ServerContext context) throws RealmProblem {
        RealmFolder realm = context.realm();
        RealmConfig config = realm.config();
        CertificateCheck authority = PemFiles.trusting(realm.authorityCertificate(Party.APP));
        RealmStores stores = RealmStores.of(realm);
        StoredNotes notes = StoredNotes.open(stores, Party.APP);
        Seals seals = config.seals();
        ClockSkew skew = config.clockSkew();
        Registration registration = new Registration();
        ReplayCache replays =
                config.profile().replays(() -> notes.replays(config.serverName().text(), context.clock()));
        Sessions sessions = new Sessions(Sessions.DEFAULT_LIMIT);
        PkiProfile pki = new PkiProfile(config.profile());
        CertificateExchange certificate = new CertificateExchange(skew);
        ClientRegistrationExchange clientRegistration = new ClientRegistrationExchange(
                seals,
                context.randomness(),
                sessions,
                new ClientRegistrationExchange.Policy(
                        skew,
                        config.sessionLifetime(),
                        replays,
                        pki.clientCheck(authority, new ClientRevocation(context, authority.answers(skew))),
                        pki.serverProof()));
        PkiServiceExchange service =
                new PkiServiceExchange(seals, sessions, skew, replays, new ResourceDesk(config.resources(), notes));
        Enroller enroller = new Enroller(context, authority, registration);
        return new Server(
                config.serverName(),
                () -> new CertificateDoor(registration, certificate, clientRegistration, service),
                Preparation.of(stores::await, stores::trouble).then(enroller),
                replays::size,
                List.of(stores, enroller));
    }
}
