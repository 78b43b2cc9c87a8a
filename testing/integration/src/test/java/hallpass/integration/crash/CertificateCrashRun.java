package hallpass.integration.crash;

import hallpass.app.ServerIdentity;
import hallpass.client.ClientSettings;
import hallpass.crypto.Randomness;
import hallpass.integration.crash.ExpectedCertificates.DeliveredCertificate;
import hallpass.integration.crash.ExpectedCertificates.EnrolmentOutcome;
import hallpass.integration.harness.EnrolmentRequests;
import hallpass.integration.harness.JarProcess.JarLauncher;
import hallpass.integration.harness.RealmFixture;
import hallpass.integration.harness.TestClient;
import hallpass.integration.harness.Timeouts;
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
 * Kills a CA that has enrolments in hand, each one a random 0 to 50 ms after it was sent, or just after the first of them was
 * answered, and a revocation at a random moment of its life. Holds the ledger, and the list that the next CA publishes, to
 * what left and what was said. Then again.
 */
final class CertificateCrashRun implements AutoCloseable {
    private static final int CONCURRENT_ENROLMENTS = 3;
    private static final Duration MAX_DELAY = Duration.ofMillis(50);
    /** After the first certificate left, at every other kill: so soon after it was sent, few have. */
    private static final Duration DELAY_AFTER_FIRST = Duration.ofMillis(20);

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    /** For the threads that send to be there in time. */
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

    /** What came of it all. */
    record CertificateCrashReport(
            int kills,
            Map<EnrolmentOutcome, Integer> outcomes,
            int acknowledged,
            int unacknowledged,
            List<String> faults) {
        @Override
        public String toString() {
            return ("%d kills with %d enrolments in hand: %d certificates left, %d stored unsaid, %d reserved, %d not stored;"
                            + " %d revocations killed: %d said, %d stored unsaid, %d not stored; %d promises broken")
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

    /** The CA runs on when this returns. */
    CertificateCrashReport run(int rounds) throws Exception {
        ca.start();
        KilledRevokeCommand revocation = Timeouts.retryWhileDatabaseIsDown(this::measureRevocation);
        while (kills < rounds) {
            killAndCheck(Optional.of(revocation));
        }
        return report();
    }

    /** Only until a promise is broken, and without revocations: for faults that were planted. */
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

    /** Everything that left, revoked or not. */
    ExpectedCertificates expected() {
        return expected;
    }

    /** Each try with a certificate of its own: what came too late for its answer may be stored. */
    private KilledRevokeCommand measureRevocation() throws Exception {
        String serial = enrolUndisturbed().serial();
        KilledRevokeCommand measured = KilledRevokeCommand.measure(launcher, serial);
        expected.revocationAcknowledged(serial);
        return measured;
    }

    /** Work of the same life that the kill must not undo; and it warms the server. */
    private DeliveredCertificate enrolUndisturbed() {
        // Each try under a name of its own, for the same reason.
        return Timeouts.retryWhileDatabaseIsDown(() -> {
            try (EnrolmentRequests.PreparedEnrolment request =
                    new EnrolmentRequests(folder, expected.nextSubject()).prepare()) {
                return expected.delivered(request.send());
            }
        });
    }

    private void killAndCheck(Optional<KilledRevokeCommand> revocation) throws Exception {
        String toRevoke = certificateToRevoke().serial();
        Future<Boolean> word =
                senders.submit(() -> revocation.isPresent() && revocation.get().run(toRevoke));
        List<PrincipalName> inHand = killDuringEnrolments(revocation.map(CertificateCrashRun::lateKillTime));
        kills++;
        ca.start();
        boolean said = word.get();
        if (said) {
            acknowledgedRevocations++;
            expected.revocationAcknowledged(toRevoke);
        }
        check();
        inHand.forEach(subject -> outcomes.merge(expected.outcome(subject), 1, Integer::sum));
        unacknowledgedRevocations += !said && expected.isRevoked(toRevoke) ? 1 : 0;
        revokeHalf(inHand);
    }

    /** By then the CA has made its next key pair, without which no certificate leaves in time. */
    private static long lateKillTime(KilledRevokeCommand command) {
        Duration half = command.duration().dividedBy(2);
        return NanoTimes.randomWithin(half) + half.toNanos();
    }

    /** In turn one whose certificate left at a kill, and one of now. */
    private DeliveredCertificate certificateToRevoke() {
        DeliveredCertificate peaceful = enrolUndisturbed();
        return expected.firstUnrevoked().orElse(peaceful);
    }

    /** An enrolment on its way. */
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
        long soonest = System.nanoTime() + START_MARGIN.plus(MAX_DELAY).toNanos();
        long kill = Math.max(soonest, at.orElse(soonest));
        CountDownLatch answered = new CountDownLatch(1);
        List<PendingEnrolment> inHand = new ArrayList<>();
        for (EnrolmentRequests.PreparedEnrolment request : requests) {
            long before = ThreadLocalRandom.current().nextLong(MAX_DELAY.toNanos());
            inHand.add(new PendingEnrolment(request, senders.submit(() -> sendAt(kill - before, request, answered))));
        }
        NanoTimes.sleepUntil(kill);
        if (kills % 2 == 1 && answered.await(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
            NanoTimes.sleepUntil(NanoTimes.randomWithin(DELAY_AFTER_FIRST));
        }
        ca.kill();
        for (PendingEnrolment sent : inHand) {
            sent.answer.get().ifPresent(expected::delivered);
            sent.request.close();
        }
        return subjects;
    }

    /** What came back; nothing if the kill came first. */
    private static Optional<ServerIdentity> sendAt(
            long nanos, EnrolmentRequests.PreparedEnrolment request, CountDownLatch answered)
            throws ErrorReplyException, DecodeException, Refusal {
        NanoTimes.sleepUntil(nanos);
        try {
            return Optional.of(request.send());
        } catch (UnreachableException e) {
            return Optional.empty();
        } catch (ErrorReplyException e) {
            if (KillableServer.isDatabaseUnavailable(e)) {
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
        Crl crl = Timeouts.retryWhileDatabaseIsDown(() -> client.revocationList(crlNumber));
        if (crl.number() <= crlNumber) {
            faults.add("list " + crl.number() + " is no newer than that of the life before");
        }
        crlNumber = crl.number();
        if (!serials(crl).equals(revoked(ledger))) {
            faults.add("list " + crlNumber + " tells of other certificates than the ledger");
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

    /** Of those that left at the kill. The next life must know of it. */
    private void revokeHalf(List<PrincipalName> subjects) {
        for (DeliveredCertificate one : expected.deliveredCertificates()) {
            if (subjects.contains(one.subject()) && deliveredDuringKills++ % 2 == 0) {
                revoke(one.serial());
            }
        }
    }

    private void revoke(String serial) {
        AtomicInteger tries = new AtomicInteger();
        CertificateLedger.RevocationOutcome outcome = Timeouts.retryWhileDatabaseIsDown(() -> {
            tries.incrementAndGet();
            try (CertificateLedger ledger = RealmStores.of(folder.open()).ledger()) {
                return ledger.revoke(
                        serial,
                        RevocationReason.CESSATION_OF_OPERATION,
                        InstantSource.system().instant());
            }
        });
        // What came too late for its answer may be stored.
        boolean isByTheTryBefore = tries.get() > 1 && outcome == CertificateLedger.RevocationOutcome.ALREADY_REVOKED;
        if (outcome != CertificateLedger.RevocationOutcome.REVOKED && !isByTheTryBefore) {
            faults.add(serial + " left, and cannot be revoked: " + outcome);
        }
        expected.revocationAcknowledged(serial);
    }

    @Override
    public void close() {
        senders.shutdownNow();
    }
}
