package hallpass.it;

import hallpass.ca.AuthorityServer;
import hallpass.ca.EnrolmentExchange;
import hallpass.ca.EnrolmentPolicy;
import hallpass.ca.Ledger;
import hallpass.ca.RevocationExchange;
import hallpass.ca.RevocationListExchange;
import hallpass.message.PrincipalName;
import hallpass.pki.CertificateAuthority;
import hallpass.pki.CertificateState;
import hallpass.pki.Certificates;
import hallpass.pki.RevocationList;
import hallpass.pki.RsaKeys;
import hallpass.pki.Validity;
import hallpass.protocol.ReplayCache;
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
import hallpass.trace.Party;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** An authority with a fault that a harness has to find: it hands a certificate out, and completes its record a moment later. */
final class PlantedCa {
    private static final long MOMENT_MILLIS = 500;

    private PlantedCa() {}

    public static void main(String... arguments) {
        ServerProgram.main(Party.CA, "Planted.", PlantedCa::assemble, arguments);
    }

    private static Server assemble(ServerContext context) throws RealmProblem {
        RealmFolder realm = context.realm();
        RealmConfig config = realm.config();
        CertificateAuthority authority = PemFiles.authority(realm.authorityCertificate(Party.CA), realm.authorityKey());
        CertificateLedger store = RealmStores.of(realm).ledger();
        EnrolmentExchange enrolment = new EnrolmentExchange(
                authority,
                config.seals(),
                new EnrolmentExchange.Sources(RsaKeys::newPair, context.randomness()),
                new EnrolmentPolicy(config.clockSkew(), config.certificateLifetime(), ReplayCache.OFF),
                new Hasty(store, Executors.newSingleThreadScheduledExecutor()));
        RevocationListPublisher publisher = new RevocationListPublisher(authority, store, realm, list -> {});
        AuthorityServer server = new AuthorityServer(
                enrolment,
                new RevocationListExchange(now -> published(publisher, now)),
                new RevocationExchange(authority, serial -> new CertificateState.Unknown()));
        return new Server(authority.name(), () -> server, Preparation.none(), () -> 0, List.of(store));
    }

    private static RevocationList published(RevocationListPublisher publisher, Instant now) {
        try {
            return publisher.publish(now).list();
        } catch (RealmProblem e) {
            throw new IllegalStateException(e);
        }
    }

    private record Hasty(CertificateLedger store, ScheduledExecutorService later) implements Ledger {
        @Override
        public boolean reserve(BigInteger serial, PrincipalName subject, Validity validity, Instant now) {
            return store.reserve(Certificates.shown(serial), subject, validity.notBefore(), validity.notAfter(), now);
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // that is the fault
        public boolean complete(X509Certificate certificate) {
            String serial = Certificates.shown(certificate.getSerialNumber());
            later.schedule(
                    () -> store.complete(serial, Certificates.encode(certificate)),
                    MOMENT_MILLIS,
                    TimeUnit.MILLISECONDS);
            return true;
        }
    }
}
