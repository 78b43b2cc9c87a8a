package hallpass.ca;

import hallpass.audit.AuditEvent;
import hallpass.ca.CurrentRevocationList.Publisher;
import hallpass.pki.CertificateAuthority;
import hallpass.pki.ReadyKeyPairs;
import hallpass.protocol.Guard;
import hallpass.protocol.ReplayCache;
import hallpass.realm.EnrolmentTokenFiles;
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
import hallpass.store.RevocationListPublisher;
import hallpass.trace.Fact;
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
                "The certificate authority: key pairs and certificates for servers, and what was revoked.",
                CaServer::assemble,
                args);
    }

    public static Server assemble(ServerContext context) throws RealmProblem {
        RealmFolder realm = context.realm();
        RealmConfig config = realm.config();
        CertificateAuthority authority = PemFiles.authority(realm.authorityCertificate(Party.CA), realm.authorityKey());
        RealmStores stores = RealmStores.of(realm);
        CertificateLedger store = stores.ledger();
        StoredLedger ledger = new StoredLedger(store);
        ReplayCache replays =
                config.profile().replays(() -> store.replays(authority.name().text(), context.clock()));
        boolean serversMakeTheirOwn = config.profile().has(Guard.LOCAL_KEYS);
        ReadyKeyPairs keyPairs = ReadyKeyPairs.start(serversMakeTheirOwn ? 0 : READY_KEY_PAIRS, context.keyPairs());
        SubjectKeys subjectKeys = serversMakeTheirOwn ? SubjectKeys.REQUESTED : SubjectKeys.made(keyPairs);
        EnrolmentExchange enrolment = new EnrolmentExchange(
                authority,
                config.seals(),
                new EnrolmentExchange.Sources(subjectKeys, context.randomness()),
                new EnrolmentPolicy(config.clockSkew(), config.certificateLifetime(), replays, admission(context)),
                ledger);
        RevocationListPublisher publisher = new RevocationListPublisher(
                authority,
                store,
                realm,
                list -> context.audit().tell(AuditEvent.CRL_PUBLISHED, Fact.CRL_NUMBER, list.number()));
        CurrentRevocationList list =
                new CurrentRevocationList(store::changes, Publisher.of(publisher), context.narrator());
        RevocationListKeeper keeper = new RevocationListKeeper(list, context.clock());
        AuthorityServer server = new AuthorityServer(
                enrolment, new RevocationListExchange(list), new RevocationExchange(authority, ledger));
        return new Server(
                authority.name(),
                () -> server,
                Preparation.of(stores::await, stores::trouble).then(keeper),
                replays::size,
                List.of(stores, keyPairs, keeper));
    }

    private static Admission admission(ServerContext context) {
        RealmFolder realm = context.realm();
        return realm.config().profile().has(Guard.ENROLMENT_TOKEN)
                ? new EnrolmentTokens(realm.config().serverName(), new EnrolmentTokenFiles(realm), context.randomness())
                : Admission.ANYBODY;
    }
}
