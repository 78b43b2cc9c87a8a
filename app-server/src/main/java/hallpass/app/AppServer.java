package hallpass.app;

import hallpass.config.PemFiles;
import hallpass.config.RealmConfig;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.config.Setting;
import hallpass.message.Party;
import hallpass.pki.CertificateValidator;
import hallpass.pki.PkiProfile;
import hallpass.process.ServerProgram;
import hallpass.protocol.ClockSkew;
import hallpass.protocol.ReplayCache;
import hallpass.protocol.Sealer;
import hallpass.runtime.ServerAssembly;
import hallpass.runtime.ServerAssembly.Readiness;
import hallpass.runtime.ServerContext;
import hallpass.store.RealmStores;
import java.util.List;

/** The PKI application server: serves clients that trust the certificate authority. */
public final class AppServer {
    private AppServer() {}

    public static void main(String... args) {
        ServerProgram.main(
                Party.APP,
                "PKI application server: enrols with the CA, registers clients and serves them.",
                AppServer::assemble,
                args);
    }

    public static ServerAssembly assemble(ServerContext context) throws RealmException {
        RealmFolder realm = context.realm();
        RealmConfig config = realm.config();
        CertificateValidator authority = PemFiles.readTrustedValidator(realm.authorityCertificate(Party.APP));
        RealmStores stores = RealmStores.of(realm);
        DatabaseNoteRepository notes = DatabaseNoteRepository.open(stores, Party.APP);
        Sealer sealer = config.sealer();
        ClockSkew skew = config.clockSkew();
        ServerIdentityHolder identityHolder = new ServerIdentityHolder();
        ReplayCache replays = config.profile()
                .replayCache(() -> notes.replays(config.serverName().text(), context.clock()));
        SessionTable sessions = new SessionTable(SessionTable.DEFAULT_CAPACITY);
        PkiProfile pki = new PkiProfile(config.profile());
        CertificateExchange certificate = new CertificateExchange(skew);
        RegistrationExchange clientRegistration = new RegistrationExchange(
                sealer,
                context.randomness(),
                sessions,
                new RegistrationExchange.RegistrationPolicy(
                        skew,
                        config.get(Setting.SESSION_LIFETIME),
                        replays,
                        pki.clientVerifier(
                                authority, new ClientRevocationCheck(context, authority.ocspValidator(skew))),
                        pki.serverProof()));
        PkiServiceExchange service = new PkiServiceExchange(
                sealer, sessions, skew, replays, new ResourceRegistry(config.resources(), notes));
        CertificateLifecycle lifecycle = new CertificateLifecycle(context, authority, identityHolder);
        return new ServerAssembly(
                config.serverName(),
                () -> new PkiRequestHandler(identityHolder, certificate, clientRegistration, service),
                Readiness.of(stores::awaitAvailable, stores::outage).then(lifecycle),
                replays::size,
                List.of(stores, lifecycle));
    }
}
