package hallpass.integration.crash;

import hallpass.app.ServerIdentity;
import hallpass.client.ClientSettings;
import hallpass.crypto.Randomness;
import hallpass.integration.crash.ExpectedCertificates.DeliveredCertificate;
import hallpass.integration.crash.ExpectedCertificates.EnrolmentOutcome;
import hallpass.integration.harness.DatabaseOutages;
import hallpass.integration.harness.EnrolmentRequests;
import hallpass.integration.harness.JarProcess.JarLauncher;
import hallpass.integration.harness.RealmFixture;
import hallpass.integration.harness.TestClient;
import hallpass.message.PrincipalName;
import hallpass.net.ErrorReplyException;
import hallpass.net.UnreachableException;
import hallpass.pki.Certificates;
import hallpass.pki.Crl;
import hallpass.pki.RevocationReason;
import hallpass.protocol.Refusal;
import hallpass.store.CertificateLedger;
import hallpass.store.LedgerEntry;
import hallpass.store.RealmStores;
import hallpass.trace.Trace;
import hallpass.wire.DecodeException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Kills a CA repeatedly while enrolments and a revocation command are in progress. Each enrolment
 * is sent 0 to 50 ms before the kill; every other kill waits for the first reply. After each
 * restart, checks the ledger and the CRL against the delivered certificates and the acknowledged
 * revocations.
 */
final class CertificateCrashRun implements AutoCloseable {
    private static final int CONCURRENT_ENROLMENTS = 3;
    private static final Duration MAX_DELAY = Duration.ofMillis(50);
    /** Longest delay between the first reply and a kill that waits for it. */
    private static final Duration DELAY_AFTER_FIRST = Duration.ofMillis(20);

    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    /** Time for the sender threads to start. */
    private static final Duration START_MARGIN = Duration.ofMillis(20);

    private final RealmFixture folder;
    private final KillableServer ca;
    private final JarLauncher launcher;
    private final TestClient client;
    private final List<String> faults = new ArrayList<>();
    private final ExpectedCertificates expected = new ExpectedCertificates(faults);
    private final ExecutorService senders = Executors.newFixedThreadPool(CONCURRENT_ENROLMENTS + 1);

    private final Map<EnrolmentOutcome, Integer> outcomes = new EnumMap<>(EnrolmentOutcome.class);
    private int kills;
    private int acknowledgedRevocations;
    private int unacknowledgedRevocations;
    private int deliveredDuringKills;
    private long crlNumber;

    /** Counts of kills and outcomes, and the faults found. */
    record CertificateCrashReport(
            int kills,
            Map<EnrolmentOutcome, Integer> outcomes,
            int acknowledged,
            int unacknowledged,
            List<String> faults) {
        @Override
        public String toString() {
            return ("%d kills during %d enrolments: %d delivered, %d stored unacknowledged,"
                            + " %d reserved, %d not stored; %d revocations killed: %d acknowledged,"
                            + " %d stored unacknowledged, %d not stored; %d faults")
                    .formatted(
                            kills,
                            kills * CONCURRENT_ENROLMENTS,
                            outcomes.getOrDefault(EnrolmentOutcome.DELIVERED, 0),
                            outcomes.getOrDefault(EnrolmentOutcome.STORED_UNACKNOWLEDGED, 0),
                            outcomes.getOrDefault(EnrolmentOutcome.RESERVED, 0),
                            outcomes.getOrDefault(EnrolmentOutcome.NOT_STORED, 0),
                            kills,
                            acknowledged,
                            unacknowledged,
                            kills - acknowledged - unacknowledged,
                            faults.size());
        }
    }

    CertificateCrashRun(RealmFixture folder, KillableServer ca, JarLauncher launcher) throws Exception {
        this.folder = folder;
        this.ca = ca;
        this.launcher = launcher;
        this.client = new TestClient(
                folder, new ClientSettings(folder.config(), InstantSource.system(), Randomness.secure(), Trace.NONE));
    }

    /** Leaves the CA running. */
    CertificateCrashReport run(int rounds) throws Exception {
        ca.start();
        KilledRevokeCommand revocation = DatabaseOutages.retryWhileDatabaseIsDown(this::measureRevocation);
        while (kills < rounds) {
            killAndCheck(Optional.of(revocation));
        }
        return report();
    }

    /** Runs without revocations until a fault is found; for servers with a planted fault. */
    CertificateCrashReport runUntilFault(int rounds) throws Exception {
        ca.start();
        while (kills < rounds && faults.isEmpty()) {
            killAndCheck(Optional.empty());
        }
        return report();
    }

    private CertificateCrashReport report() {
        return new CertificateCrashReport(
                kills, Map.copyOf(outcomes), acknowledgedRevocations, unacknowledgedRevocations, List.copyOf(faults));
    }

    ExpectedCertificates expected() {
        return expected;
    }

    /** Each attempt uses a new certificate, because a late revocation may have been stored. */
    private KilledRevokeCommand measureRevocation() throws Exception {
        String serial = enrolUndisturbed().serial();
        KilledRevokeCommand measured = KilledRevokeCommand.measure(launcher, serial);
        expected.revocationAcknowledged(serial);
        return measured;
    }

    /** A completed enrolment, which the kill must not undo; also warms the server up. */
    private DeliveredCertificate enrolUndisturbed() {
        // Each attempt uses a new subject, because a late enrolment may have been stored.
        return DatabaseOutages.retryWhileDatabaseIsDown(() -> {
            try (EnrolmentRequests.PreparedEnrolment request =
                    new EnrolmentRequests(folder, expected.nextSubject()).prepare()) {
                return expected.delivered(request.send());
            }
        });
    }

    private void killAndCheck(Optional<KilledRevokeCommand> revocation) throws Exception {
        String toRevoke = certificateToRevoke().serial();
        Future<Boolean> command =
                senders.submit(() -> revocation.isPresent() && revocation.get().run(toRevoke));
        List<PrincipalName> subjects = killDuringEnrolments(revocation.map(CertificateCrashRun::lateKillTime));
        kills++;
        ca.start();
        boolean acknowledged = command.get();
        if (acknowledged) {
            acknowledgedRevocations++;
            expected.revocationAcknowledged(toRevoke);
        }
        check();
        subjects.forEach(subject -> outcomes.merge(expected.outcome(subject), 1, Integer::sum));
        unacknowledgedRevocations += !acknowledged && expected.isRevoked(toRevoke) ? 1 : 0;
        revokeHalf(subjects);
    }

    /** Late enough that the CA has generated its next key pair and can issue in time. */
    private static long lateKillTime(KilledRevokeCommand command) {
        Duration half = command.duration().dividedBy(2);
        return NanoTimes.randomWithin(half) + half.toNanos();
    }

    /** The oldest delivered certificate that is not revoked, or a new one. */
    private DeliveredCertificate certificateToRevoke() {
        DeliveredCertificate undisturbed = enrolUndisturbed();
        return expected.firstUnrevoked().orElse(undisturbed);
    }

    private record PendingEnrolment(
            EnrolmentRequests.PreparedEnrolment request, Future<Optional<ServerIdentity>> answer) {}

    private List<PrincipalName> killDuringEnrolments(Optional<Long> at) throws Exception {
        List<PrincipalName> subjects = new ArrayList<>();
        List<EnrolmentRequests.PreparedEnrolment> requests = new ArrayList<>();
        for (int i = 0; i < CONCURRENT_ENROLMENTS; i++) {
            PrincipalName subject = expected.nextSubject();
            subjects.add(subject);
            requests.add(new EnrolmentRequests(folder, subject).prepare());
        }
        long earliest = System.nanoTime() + START_MARGIN.plus(MAX_DELAY).toNanos();
        long kill = Math.max(earliest, at.orElse(earliest));
        CountDownLatch answered = new CountDownLatch(1);
        List<PendingEnrolment> pending = new ArrayList<>();
        for (EnrolmentRequests.PreparedEnrolment request : requests) {
            long before = ThreadLocalRandom.current().nextLong(MAX_DELAY.toNanos());
            pending.add(new PendingEnrolment(request, senders.submit(() -> sendAt(kill - before, request, answered))));
        }
        NanoTimes.sleepUntil(kill);
        if (kills % 2 == 1 && answered.await(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
            NanoTimes.sleepUntil(NanoTimes.randomWithin(DELAY_AFTER_FIRST));
        }
        ca.kill();
        for (PendingEnrolment sent : pending) {
            sent.answer.get().ifPresent(expected::delivered);
            sent.request.close();
        }
        return subjects;
    }

    /** Empty if the kill came before the reply. */
    private static Optional<ServerIdentity> sendAt(
            long nanos, EnrolmentRequests.PreparedEnrolment request, CountDownLatch answered)
            throws ErrorReplyException, DecodeException, Refusal {
        NanoTimes.sleepUntil(nanos);
        try {
            return Optional.of(request.send());
        } catch (UnreachableException e) {
            return Optional.empty();
        } catch (ErrorReplyException e) {
            if (DatabaseOutages.isDatabaseUnavailable(e)) {
                return Optional.empty();
            }
            throw e;
        } finally {
            answered.countDown();
        }
    }

    private void check() throws Exception {
        String problems = ca.storeProblems();
        if (!problems.isEmpty()) {
            faults.add("the store: " + problems);
        }
        List<LedgerEntry> ledger = folder.certificates();
        expected.check(ledger);
        Crl crl = DatabaseOutages.retryWhileDatabaseIsDown(() -> client.fetchCrl(crlNumber));
        if (crl.number() <= crlNumber) {
            faults.add("CRL " + crl.number() + " is not newer than the one before the kill");
        }
        crlNumber = crl.number();
        if (!serials(crl).equals(revoked(ledger))) {
            faults.add("CRL " + crlNumber + " and the ledger have different revocations");
        }
    }

    private static Set<String> serials(Crl crl) {
        return crl.revoked().stream()
                .map(one -> Certificates.formatSerial(one.serial()))
                .collect(Collectors.toSet());
    }

    private static Set<String> revoked(List<LedgerEntry> ledger) {
        return ledger.stream()
                .filter(entry -> entry.revocation().isPresent())
                .map(LedgerEntry::serial)
                .collect(Collectors.toSet());
    }

    /** Revokes every second certificate that was delivered during the kill. */
    private void revokeHalf(List<PrincipalName> subjects) {
        for (DeliveredCertificate one : expected.deliveredCertificates()) {
            if (subjects.contains(one.subject()) && deliveredDuringKills++ % 2 == 0) {
                revoke(one.serial());
            }
        }
    }

    private void revoke(String serial) {
        AtomicInteger attempts = new AtomicInteger();
        CertificateLedger.RevocationOutcome outcome = DatabaseOutages.retryWhileDatabaseIsDown(() -> {
            attempts.incrementAndGet();
            try (CertificateLedger ledger = RealmStores.of(folder.open()).ledger()) {
                return ledger.revoke(
                        serial,
                        RevocationReason.CESSATION_OF_OPERATION,
                        InstantSource.system().instant());
            }
        });
        // An earlier attempt may have been stored although its reply was late.
        boolean isByEarlierAttempt =
                attempts.get() > 1 && outcome == CertificateLedger.RevocationOutcome.ALREADY_REVOKED;
        if (outcome != CertificateLedger.RevocationOutcome.REVOKED && !isByEarlierAttempt) {
            faults.add(serial + " was delivered and cannot be revoked: " + outcome);
        }
        expected.revocationAcknowledged(serial);
    }

    @Override
    public void close() {
        senders.shutdownNow();
    }
}
