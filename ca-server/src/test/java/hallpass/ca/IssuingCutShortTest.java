package hallpass.ca;

import static hallpass.ca.TestAuthority.AUTHORITY;
import static hallpass.ca.TestAuthority.CA_PAIR;
import static hallpass.ca.TestAuthority.NOW;
import static hallpass.ca.TestAuthority.SERVER;
import static hallpass.ca.TestAuthority.SERVER_PAIR;
import static hallpass.ca.TestAuthority.SKEW;
import static hallpass.ca.TestAuthority.TEMPORARY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import hallpass.crypto.AesEcb;
import hallpass.crypto.Randomness;
import hallpass.message.PrincipalName;
import hallpass.message.ServerRegistration;
import hallpass.message.ServerRegistrationReq;
import hallpass.pki.CertificateAuthority;
import hallpass.pki.CertificateState;
import hallpass.pki.Certificates;
import hallpass.pki.RevocationReason;
import hallpass.pki.Validity;
import hallpass.protocol.ClockSkew;
import hallpass.protocol.Occasion;
import hallpass.protocol.ReplayCache;
import hallpass.protocol.Seals;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.realm.RealmTemplate;
import hallpass.store.CertificateLedger;
import hallpass.store.LedgerEntry;
import hallpass.store.NewStores;
import hallpass.store.RealmStores;
import hallpass.trace.Deed;
import hallpass.trace.Trace;
import hallpass.trace.TraceEvent;
import hallpass.trace.TraceEvent.Done;
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
 * Issuing stops dead at each of its steps, on the ledger of the realm's store, which is then opened anew: whatever was signed
 * is in it, and can be revoked; whatever left is whole.
 */
class IssuingCutShortTest {
    /** Fifteen at each of seven steps are a hundred in every build; {@code scripts/reliability.sh g9} does more. */
    private static final int TIMES = Integer.getInteger("hallpass.rounds", 15);

    @TempDir
    private Path folder;

    private int asked;

    /** Where the process ends. */
    enum Step {
        BEFORE_RESERVING,
        AFTER_RESERVING,
        MAKING_THE_KEY_PAIR,
        AFTER_SIGNING,
        BEFORE_COMPLETING,
        AFTER_COMPLETING,
        SEALING,
        NEVER
    }

    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    @ParameterizedTest
    @EnumSource
    void everySignedSerialIsInTheLedgerAndCanBeRevoked(Step step) throws Exception {
        RealmStores stores = makeLedger();
        Set<BigInteger> signed = new HashSet<>();
        int left = 0;
        for (int i = 0; i < TIMES; i++) {
            try (CertificateLedger store = stores.ledger()) {
                left += issue(new StoredLedger(store), step, signed) ? 1 : 0;
            }
        }

        assertThat(left).isEqualTo(step == Step.NEVER ? TIMES : 0);
        assertThat(signed).hasSize(step.compareTo(Step.AFTER_SIGNING) < 0 ? 0 : TIMES);
        try (CertificateLedger store = stores.ledger()) {
            assertThat(store.list()).hasSize(step == Step.BEFORE_RESERVING ? 0 : TIMES);
            for (BigInteger serial : signed) {
                assertCanBeRevoked(store, serial, step);
            }
            assertThat(store.revoked()).hasSize(signed.size());
        }
    }

    private static void assertCanBeRevoked(CertificateLedger store, BigInteger serial, Step step) {
        StoredLedger ledger = new StoredLedger(store);
        LedgerEntry entry = store.find(Certificates.shown(serial)).orElseThrow();
        boolean complete = step.compareTo(Step.AFTER_COMPLETING) >= 0;

        assertThat(entry.subject()).isEqualTo(SERVER.text());
        assertThat(entry.der().isPresent()).isEqualTo(complete);
        assertThat(ledger.of(serial))
                .isEqualTo(complete ? new CertificateState.Good() : new CertificateState.Unknown());
        assertThat(store.revoke(entry.serial(), RevocationReason.CESSATION_OF_OPERATION, NOW))
                .isEqualTo(CertificateLedger.Outcome.REVOKED);
        assertThat(ledger.of(serial))
                .isEqualTo(new CertificateState.Revoked(NOW, RevocationReason.CESSATION_OF_OPERATION));
    }

    @Test
    void oneThatIsRevokedBetweenReservingAndCompletingNeverLeaves() throws Exception {
        try (CertificateLedger store = makeLedger().ledger()) {
            StoredLedger ledger = new StoredLedger(store);
            BigInteger serial = BigInteger.valueOf(0xabcdef);
            Validity validity = Validity.starting(NOW, Duration.ofDays(30), SKEW);
            assertThat(ledger.reserve(serial, SERVER, validity, NOW)).isTrue();
            assertThat(ledger.reserve(serial, SERVER, validity, NOW)).isFalse();
            store.revoke("ABCDEF", RevocationReason.UNSPECIFIED, NOW);

            X509Certificate certificate =
                    AUTHORITY.issue(SERVER, (RSAPublicKey) SERVER_PAIR.getPublic(), validity, serial);
            assertThat(ledger.complete(certificate)).isFalse();
        }
    }

    @Test
    void hundredThousandSerialsAreAllDifferent() {
        Set<BigInteger> serials = new HashSet<>();
        for (int i = 0; i < 100_000; i++) {
            serials.add(CertificateAuthority.newSerial(Randomness.secure()));
        }

        assertThat(serials).hasSize(100_000);
    }

    private RealmStores makeLedger() throws RealmProblem {
        RealmFolder realm = RealmFolder.create(folder.resolve("realm"), RealmTemplate.render());
        try (NewStores made = NewStores.of(realm)) {
            made.ledger().close();
            made.finish();
        }
        return RealmStores.of(realm);
    }

    /** Whether the certificate left. */
    private boolean issue(StoredLedger ledger, Step step, Set<BigInteger> signed) {
        byte[] random = ByteBuffer.allocate(16).putInt(12, ++asked).array();
        BigInteger serial = CertificateAuthority.newSerial(count -> random);
        Trace trace = event -> {
            if (event instanceof Done done && done.deed() == Deed.CERTIFICATE_ISSUED) {
                signed.add(serial);
            }
            killIf(step == Step.AFTER_SIGNING && isDone(event, Deed.CERTIFICATE_ISSUED));
            killIf(step == Step.SEALING && event instanceof PartSealed);
        };
        EnrolmentExchange exchange = new EnrolmentExchange(
                AUTHORITY,
                new Seals(new AesEcb()),
                new EnrolmentExchange.Sources(
                        () -> {
                            killIf(step == Step.MAKING_THE_KEY_PAIR);
                            return SERVER_PAIR;
                        },
                        count -> random),
                new EnrolmentPolicy(new ClockSkew(SKEW), Duration.ofDays(30), ReplayCache.OFF),
                dyingAt(step, ledger));
        Throwable end = catchThrowable(() -> exchange.answer(request(), new Occasion(NOW, "127.0.0.1", trace)));
        assertThat(end == null || end instanceof Killed).isTrue();
        return end == null;
    }

    private static Ledger dyingAt(Step step, Ledger ledger) {
        return new Ledger() {
            @Override
            public boolean reserve(BigInteger serial, PrincipalName subject, Validity validity, Instant now) {
                killIf(step == Step.BEFORE_RESERVING);
                boolean reserved = ledger.reserve(serial, subject, validity, now);
                killIf(step == Step.AFTER_RESERVING);
                return reserved;
            }

            @Override
            public boolean complete(X509Certificate certificate) {
                killIf(step == Step.BEFORE_COMPLETING);
                boolean complete = ledger.complete(certificate);
                killIf(step == Step.AFTER_COMPLETING);
                return complete;
            }
        };
    }

    private static boolean isDone(TraceEvent event, Deed deed) {
        return event instanceof Done done && done.deed() == deed;
    }

    private static void killIf(boolean now) {
        if (now) {
            throw new Killed();
        }
    }

    private static ServerRegistrationReq request() {
        return new ServerRegistrationReq(new Seals(new AesEcb())
                .sealTo(
                        ServerRegistration.PART,
                        new ServerRegistration(TEMPORARY, SERVER, NOW),
                        (RSAPublicKey) CA_PAIR.getPublic(),
                        "PK_ca",
                        Trace.NONE));
    }
}
