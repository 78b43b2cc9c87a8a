package hallpass.integration.crash;

import hallpass.ca.CaRequestHandler;
import hallpass.ca.CrlExchange;
import hallpass.ca.EnrolmentExchange;
import hallpass.ca.EnrolmentPolicy;
import hallpass.ca.IssuanceLedger;
import hallpass.ca.RevocationStatusExchange;
import hallpass.config.PemFiles;
import hallpass.config.RealmConfig;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.config.Setting;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.pki.CertificateAuthority;
import hallpass.pki.Certificates;
import hallpass.pki.Crl;
import hallpass.pki.RevocationStatus;
import hallpass.pki.RsaKeys;
import hallpass.pki.Validity;
import hallpass.process.ServerProgram;
import hallpass.protocol.ReplayCache;
import hallpass.runtime.ServerAssembly;
import hallpass.runtime.ServerAssembly.Readiness;
import hallpass.runtime.ServerContext;
import hallpass.store.CertificateLedger;
import hallpass.store.CrlPublisher;
import hallpass.store.RealmStores;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A CA with a planted fault: it sends a certificate 500 ms before it records it. */
final class FaultyCaServer {
    private static final long DELAY_MILLIS = 500;

    private FaultyCaServer() {}

    public static void main(String... arguments) {
        ServerProgram.main(Party.CA, "A CA with a planted fault.", FaultyCaServer::assemble, arguments);
    }

    private static ServerAssembly assemble(ServerContext context) throws RealmException {
        RealmFolder realm = context.realm();
        RealmConfig config = realm.config();
        CertificateAuthority authority =
                PemFiles.readAuthority(realm.authorityCertificate(Party.CA), realm.authorityKey());
        CertificateLedger store = RealmStores.of(realm).ledger();
        EnrolmentExchange enrolment = new EnrolmentExchange(
                authority,
                config.sealer(),
                new EnrolmentExchange.KeyMaterialSources(RsaKeys::generateKeyPair, context.randomness()),
                new EnrolmentPolicy(config.clockSkew(), config.get(Setting.CERTIFICATE_LIFETIME), ReplayCache.DISABLED),
                new DelayedLedger(store, Executors.newSingleThreadScheduledExecutor()));
        CrlPublisher publisher = new CrlPublisher(authority, store, realm, crl -> {});
        CaRequestHandler handler = new CaRequestHandler(
                enrolment,
                new CrlExchange(now -> published(publisher, now)),
                new RevocationStatusExchange(authority, serial -> new RevocationStatus.Unknown()));
        return new ServerAssembly(authority.name(), () -> handler, Readiness.none(), () -> 0, List.of(store));
    }

    private static Crl published(CrlPublisher publisher, Instant now) {
        try {
            return publisher.publish(now).crl();
        } catch (RealmException e) {
            throw new IllegalStateException(e);
        }
    }

    private record DelayedLedger(CertificateLedger store, ScheduledExecutorService later) implements IssuanceLedger {
        @Override
        public boolean reserve(BigInteger serial, PrincipalName subject, Validity validity, Instant now) {
            return store.reserve(
                    Certificates.formatSerial(serial), subject, validity.notBefore(), validity.notAfter(), now);
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // the planted fault
        public boolean complete(X509Certificate certificate) {
            String serial = Certificates.formatSerial(certificate.getSerialNumber());
            later.schedule(
                    () -> store.complete(serial, Certificates.encode(certificate)),
                    DELAY_MILLIS,
                    TimeUnit.MILLISECONDS);
            return true;
        }
    }
}
