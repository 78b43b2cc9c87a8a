package hallpass.ca;

import static hallpass.ca.TestCa.AUTHORITY;
import static hallpass.ca.TestCa.CA_PAIR;
import static hallpass.ca.TestCa.NOW;
import static hallpass.ca.TestCa.SERVER;
import static hallpass.ca.TestCa.SERVER_PAIR;
import static hallpass.ca.TestCa.SKEW;
import static hallpass.ca.TestCa.TEMPORARY_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.config.RealmTemplate;
import hallpass.crypto.AesEcb;
import hallpass.crypto.Randomness;
import hallpass.message.PrincipalName;
import hallpass.message.ServerRegistrationReq;
import hallpass.message.ServerRegistrationReqPart;
import hallpass.pki.CertificateAuthority;
import hallpass.pki.Certificates;
import hallpass.pki.RevocationReason;
import hallpass.pki.RevocationStatus;
import hallpass.pki.Validity;
import hallpass.protocol.ClockSkew;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.ReplayCache;
import hallpass.protocol.Sealer;
import hallpass.store.CertificateLedger;
import hallpass.store.LedgerEntry;
import hallpass.store.RealmStores;
import hallpass.store.StoreCreation;
import hallpass.trace.Action;
import hallpass.trace.Trace;
import hallpass.trace.TraceEvent;
import hallpass.trace.TraceEvent.ActionPerformed;
import hallpass.trace.TraceEvent.PartSealed;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Crashes at each step of issuing a certificate, with the ledger in a real database: after the
 * restart, every signed certificate is in the ledger and can be revoked, and every certificate that
 * was sent is complete.
 */
class IssuanceCrashTest {
    /** About 100 crashes in each build; {@code scripts/reliability.sh g9} does more. */
    private static final int ROUNDS = Integer.getInteger("hallpass.rounds", 15);

    @TempDir
    private Path folder;

    private int requests;

    /** The step at which the process ends. */
    enum CrashPoint {
        BEFORE_RESERVING,
        AFTER_RESERVING,
        MAKING_THE_KEY_PAIR,
        AFTER_SIGNING,
        BEFORE_COMPLETING,
        AFTER_COMPLETING,
        SEALING,
        NEVER
    }

    private static final class SimulatedCrash extends Error {
        private static final long serialVersionUID = 1L;
    }

    @ParameterizedTest
    @EnumSource
    void everySignedSerialCanBeRevoked(CrashPoint crashPoint) throws Exception {
        RealmStores stores = makeLedger();
        Set<BigInteger> signed = new HashSet<>();
        int left = 0;
        for (int i = 0; i < ROUNDS; i++) {
            try (CertificateLedger store = stores.ledger()) {
                left += issue(new DatabaseIssuanceLedger(store), crashPoint, signed) ? 1 : 0;
            }
        }

        assertThat(left).isEqualTo(crashPoint == CrashPoint.NEVER ? ROUNDS : 0);
        assertThat(signed).hasSize(crashPoint.compareTo(CrashPoint.AFTER_SIGNING) < 0 ? 0 : ROUNDS);
        try (CertificateLedger store = stores.ledger()) {
            assertThat(store.list()).hasSize(crashPoint == CrashPoint.BEFORE_RESERVING ? 0 : ROUNDS);
            for (BigInteger serial : signed) {
                assertCanBeRevoked(store, serial, crashPoint);
            }
            assertThat(store.revoked()).hasSize(signed.size());
        }
    }

    private static void assertCanBeRevoked(CertificateLedger store, BigInteger serial, CrashPoint crashPoint) {
        DatabaseIssuanceLedger ledger = new DatabaseIssuanceLedger(store);
        LedgerEntry entry = store.find(Certificates.formatSerial(serial)).orElseThrow();
        boolean complete = crashPoint.compareTo(CrashPoint.AFTER_COMPLETING) >= 0;

        assertThat(entry.subject()).isEqualTo(SERVER.text());
        assertThat(entry.der().isPresent()).isEqualTo(complete);
        assertThat(ledger.statusOf(serial))
                .isEqualTo(complete ? new RevocationStatus.Good() : new RevocationStatus.Unknown());
        assertThat(store.revoke(entry.serial(), RevocationReason.CESSATION_OF_OPERATION, NOW))
                .isEqualTo(CertificateLedger.RevocationOutcome.REVOKED);
        assertThat(ledger.statusOf(serial))
                .isEqualTo(new RevocationStatus.Revoked(NOW, RevocationReason.CESSATION_OF_OPERATION));
    }

    @Test
    void certificateRevokedWhileReservedIsNeverSent() throws Exception {
        try (CertificateLedger store = makeLedger().ledger()) {
            DatabaseIssuanceLedger ledger = new DatabaseIssuanceLedger(store);
            BigInteger serial = BigInteger.valueOf(0xabcdef);
            Validity validity = Validity.starting(NOW, Duration.ofDays(30), SKEW);
            assertThat(ledger.reserve(serial, SERVER, validity, NOW)).isTrue();
            assertThat(ledger.reserve(serial, SERVER, validity, NOW)).isFalse();
            store.revoke("ABCDEF", RevocationReason.UNSPECIFIED, NOW);

            X509Certificate certificate =
                    AUTHORITY.issueServerCertificate(SERVER, (RSAPublicKey) SERVER_PAIR.getPublic(), validity, serial);
            assertThat(ledger.complete(certificate)).isFalse();
        }
    }

    @Test
    void randomSerialsAreUnique() {
        Set<BigInteger> serials = new HashSet<>();
        for (int i = 0; i < 100_000; i++) {
            serials.add(CertificateAuthority.newSerial(Randomness.secure()));
        }

        assertThat(serials).hasSize(100_000);
    }

    private RealmStores makeLedger() throws RealmException {
        RealmFolder realm = RealmFolder.create(folder.resolve("realm"), RealmTemplate.render());
        try (StoreCreation made = StoreCreation.begin(realm)) {
            made.ledger().close();
            made.finish();
        }
        return RealmStores.of(realm);
    }

    /** @return whether the certificate was sent */
    private boolean issue(DatabaseIssuanceLedger ledger, CrashPoint crashPoint, Set<BigInteger> signed) {
        byte[] random = ByteBuffer.allocate(16).putInt(12, ++requests).array();
        BigInteger serial = CertificateAuthority.newSerial(count -> random);
        Trace trace = event -> {
            if (event instanceof ActionPerformed performed && performed.action() == Action.CERTIFICATE_ISSUED) {
                signed.add(serial);
            }
            crashIf(crashPoint == CrashPoint.AFTER_SIGNING && isDone(event, Action.CERTIFICATE_ISSUED));
            crashIf(crashPoint == CrashPoint.SEALING && event instanceof PartSealed);
        };
        EnrolmentExchange exchange = new EnrolmentExchange(
                AUTHORITY,
                new Sealer(new AesEcb()),
                new EnrolmentExchange.KeyMaterialSources(
                        () -> {
                            crashIf(crashPoint == CrashPoint.MAKING_THE_KEY_PAIR);
                            return SERVER_PAIR;
                        },
                        count -> random),
                new EnrolmentPolicy(new ClockSkew(SKEW), Duration.ofDays(30), ReplayCache.DISABLED),
                crashingAt(crashPoint, ledger));
        Throwable end = catchThrowable(() -> exchange.answer(request(), new ExchangeContext(NOW, "127.0.0.1", trace)));
        assertThat(end == null || end instanceof SimulatedCrash).isTrue();
        return end == null;
    }

    private static IssuanceLedger crashingAt(CrashPoint crashPoint, IssuanceLedger ledger) {
        return new IssuanceLedger() {
            @Override
            public boolean reserve(BigInteger serial, PrincipalName subject, Validity validity, Instant now) {
                crashIf(crashPoint == CrashPoint.BEFORE_RESERVING);
                boolean reserved = ledger.reserve(serial, subject, validity, now);
                crashIf(crashPoint == CrashPoint.AFTER_RESERVING);
                return reserved;
            }

            @Override
            public boolean complete(X509Certificate certificate) {
                crashIf(crashPoint == CrashPoint.BEFORE_COMPLETING);
                boolean complete = ledger.complete(certificate);
                crashIf(crashPoint == CrashPoint.AFTER_COMPLETING);
                return complete;
            }
        };
    }

    private static boolean isDone(TraceEvent event, Action action) {
        return event instanceof ActionPerformed performed && performed.action() == action;
    }

    private static void crashIf(boolean now) {
        if (now) {
            throw new SimulatedCrash();
        }
    }

    private static ServerRegistrationReq request() {
        return new ServerRegistrationReq(new Sealer(new AesEcb())
                .sealToPublicKey(
                        ServerRegistrationReqPart.PART,
                        new ServerRegistrationReqPart(TEMPORARY_KEY, SERVER, NOW),
                        (RSAPublicKey) CA_PAIR.getPublic(),
                        "PK_ca",
                        Trace.NONE));
    }
}
