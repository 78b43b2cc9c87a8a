package hallpass.ca;

import hallpass.pki.CertificateAuthority;
import hallpass.pki.KeyMaterialException;
import hallpass.pki.ReadyKeyPairs;
import hallpass.pki.RsaKeys;
import hallpass.realm.PemFiles;
import hallpass.realm.RealmConfig;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.server.Server;
import hallpass.server.Server.Preparation;
import hallpass.server.ServerContext;
import hallpass.server.ServerProgram;
import hallpass.store.CertificateLedger;
import hallpass.store.RealmStores;
import hallpass.trace.Party;
import java.util.List;

/** The process of the certificate authority. */
public final class CaServer {
    /** A server registers seldom; the next pair is made as soon as this one is taken. */
    private static final int READY_KEY_PAIRS = 1;

    private CaServer() {}

    public static void main(String... args) {
        ServerProgram.main(
                Party.CA,
                "The certificate authority: key pairs and certificates for servers.",
                CaServer::assemble,
                args);
    }

    public static Server assemble(ServerContext context) throws RealmProblem {
        RealmConfig config = context.realm().config();
        CertificateAuthority authority = authority(context.realm());
        RealmStores stores = RealmStores.of(context.realm());
        CertificateLedger ledger = stores.ledger();
        ReadyKeyPairs keyPairs = ReadyKeyPairs.start(READY_KEY_PAIRS, RsaKeys::newPair);
        AuthorityServer server = new AuthorityServer(new EnrolmentExchange(
                authority,
                config.seals(),
                new EnrolmentExchange.Sources(keyPairs, context.randomness()),
                new EnrolmentPolicy(config.clockSkew(), config.certificateLifetime()),
                ledger::record));
        return new Server(
                authority.name(),
                () -> server,
                Preparation.of(stores::await, stores::trouble),
                () -> 0,
                List.of(stores, keyPairs));
    }

    private static CertificateAuthority authority(RealmFolder realm) throws RealmProblem {
        try {
            return CertificateAuthority.of(
                    PemFiles.certificate(realm.authorityCertificate(Party.CA)),
                    PemFiles.privateKey(realm.authorityKey()));
        } catch (KeyMaterialException e) {
            throw new RealmProblem(
                    realm.authorityCertificate(Party.CA) + " " + e.problem() + ". Put both files back from one copy.",
                    e);
        }
    }
}
