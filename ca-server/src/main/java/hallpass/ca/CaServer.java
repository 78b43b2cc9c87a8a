package hallpass.ca;

import hallpass.ca.CurrentCrl.Publisher;
import hallpass.config.EnrolmentTokenFiles;
import hallpass.config.PemFiles;
import hallpass.config.RealmConfig;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.config.Setting;
import hallpass.message.AuditEvent;
import hallpass.message.Party;
import hallpass.pki.CertificateAuthority;
import hallpass.pki.KeyPairPool;
import hallpass.process.ServerProgram;
import hallpass.protocol.Guard;
import hallpass.protocol.ReplayCache;
import hallpass.runtime.ServerAssembly;
import hallpass.runtime.ServerAssembly.Readiness;
import hallpass.runtime.ServerContext;
import hallpass.store.CertificateLedger;
import hallpass.store.CrlPublisher;
import hallpass.store.RealmStores;
import hallpass.trace.AuditField;
import java.util.List;

/** The certificate authority (CA). */
public final class CaServer {
    /** Enrolments are rare, and a pair that was used is replaced at once. */
    private static final int PREGENERATED_KEY_PAIRS = 1;

    private CaServer() {}

    public static void main(String... args) {
        ServerProgram.main(
                Party.CA,
                "Certificate authority: issues certificates and reports revocation status.",
                CaServer::assemble,
                args);
    }

    public static ServerAssembly assemble(ServerContext context) throws RealmException {
        RealmFolder realm = context.realm();
        RealmConfig config = realm.config();
        CertificateAuthority authority =
                PemFiles.readAuthority(realm.authorityCertificate(Party.CA), realm.authorityKey());
        RealmStores stores = RealmStores.of(realm);
        CertificateLedger store = stores.ledger();
        DatabaseIssuanceLedger ledger = new DatabaseIssuanceLedger(store);
        ReplayCache replays = config.profile()
                .replayCache(() -> store.replays(authority.name().text(), context.clock()));
        boolean localKeys = config.profile().has(Guard.LOCAL_KEYS);
        KeyPairPool keyPairs = KeyPairPool.start(localKeys ? 0 : PREGENERATED_KEY_PAIRS, context.keyPairs());
        SubjectKeyStrategy keyStrategy =
                localKeys ? SubjectKeyStrategy.FROM_REQUEST : SubjectKeyStrategy.generated(keyPairs);
        EnrolmentExchange enrolment = new EnrolmentExchange(
                authority,
                config.sealer(),
                new EnrolmentExchange.KeyMaterialSources(keyStrategy, context.randomness()),
                new EnrolmentPolicy(
                        config.clockSkew(), config.get(Setting.CERTIFICATE_LIFETIME), replays, authorization(context)),
                ledger);
        CrlPublisher publisher = new CrlPublisher(
                authority,
                store,
                realm,
                crl -> context.audit().record(AuditEvent.CRL_PUBLISHED, AuditField.CRL_NUMBER, crl.number()));
        CurrentCrl crl = new CurrentCrl(store::changeCounter, Publisher.of(publisher), context.traceSink());
        CrlPublishingTask publishingTask = new CrlPublishingTask(crl, context.clock());
        CaRequestHandler handler =
                new CaRequestHandler(enrolment, new CrlExchange(crl), new RevocationStatusExchange(authority, ledger));
        return new ServerAssembly(
                authority.name(),
                () -> handler,
                Readiness.of(stores::awaitAvailable, stores::outage).then(publishingTask),
                replays::size,
                List.of(stores, keyPairs, publishingTask));
    }

    private static EnrolmentAuthorization authorization(ServerContext context) {
        RealmFolder realm = context.realm();
        return realm.config().profile().has(Guard.ENROLMENT_TOKEN)
                ? new EnrolmentTokenAuthorization(
                        realm.config().serverName(), new EnrolmentTokenFiles(realm), context.randomness())
                : EnrolmentAuthorization.ANYONE;
    }
}
