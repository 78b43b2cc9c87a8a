package hallpass.it;

import hallpass.app.ServerIdentity;
import hallpass.client.ClientSetting;
import hallpass.crypto.Randomness;
import hallpass.it.CertificateRecord.End;
import hallpass.it.CertificateRecord.Left;
import hallpass.it.LaunchedJar.Launcher;
import hallpass.message.PrincipalName;
import hallpass.net.ErrorReply;
import hallpass.net.UnreachableException;
import hallpass.pki.Certificates;
import hallpass.pki.RevocationList;
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
final class CertificatesCutShort implements AutoCloseable {
    private static final int IN_HAND = 3;
    private static final Duration LONGEST = Duration.ofMillis(50);
    /** After the first certificate left, at every other kill: so soon after it was sent, few have. */
    private static final Duration AFTER_ONE = Duration.ofMillis(20);

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** For the threads that send to be there in time. */
    private static final Duration LEAD = Duration.ofMillis(20);

    private final LabFolder folder;
    private final Victim ca;
    private final Launcher launcher;
    private final LabClient client;
    private final List<String> faults = new ArrayList<>();
    private final CertificateRecord record = new CertificateRecord(faults);
    private final ExecutorService senders = Executors.newFixedThreadPool(IN_HAND + 1);

    private final Map<End, Integer> ends = new EnumMap<>(End.class);
    private int kills;
    private int saidByCommands;
    private int storedUnsaidByCommands;
    private int leftInRounds;
    private long listNumber;

    /** What came of it all. */
    record Report(int kills, Map<End, Integer> ends, int said, int storedUnsaid, List<String> faults) {
        @Override
        public String toString() {
            return ("%d kills with %d enrolments in hand: %d certificates left, %d stored unsaid, %d reserved, %d not stored;"
                            + " %d revocations killed: %d said, %d stored unsaid, %d not stored; %d promises broken")
                    .formatted(
                            kills,
                            kills * IN_HAND,
                            ends.getOrDefault(End.LEFT, 0),
                            ends.getOrDefault(End.STORED_UNSAID, 0),
                            ends.getOrDefault(End.RESERVED, 0),
                            ends.getOrDefault(End.NOT_STORED, 0),
                            kills,
                            said,
                            storedUnsaid,
                            kills - said - storedUnsaid,
                            faults.size());
        }
    }

    CertificatesCutShort(LabFolder folder, Victim ca, Launcher launcher) throws Exception {
        this.folder = folder;
        this.ca = ca;
        this.launcher = launcher;
        this.client = new LabClient(
                folder, new ClientSetting(folder.config(), InstantSource.system(), Randomness.secure(), Trace.NONE));
    }

    /** The CA runs on when this returns. */
    Report run(int rounds) throws Exception {
        ca.start();
        KilledRevocation revocation = Patience.untilThereIsADatabase(this::measured);
        while (kills < rounds) {
            killAndSettle(Optional.of(revocation));
        }
        return report();
    }

    /** Only until a promise is broken, and without revocations: for faults that were planted. */
    Report runUntilCaught(int rounds) throws Exception {
        ca.start();
        while (kills < rounds && faults.isEmpty()) {
            killAndSettle(Optional.empty());
        }
        return report();
    }

    private Report report() {
        return new Report(kills, Map.copyOf(ends), saidByCommands, storedUnsaidByCommands, List.copyOf(faults));
    }

    /** Everything that left, revoked or not. */
    CertificateRecord record() {
        return record;
    }

    /** Each try with a certificate of its own: what came too late for its answer may be stored. */
    private KilledRevocation measured() throws Exception {
        String serial = enrolInPeace().serial();
        KilledRevocation measured = KilledRevocation.measured(launcher, serial);
        record.revoked(serial);
        return measured;
    }

    /** Work of the same life that the kill must not undo; and it warms the server. */
    private Left enrolInPeace() {
        // Each try under a name of its own, for the same reason.
        return Patience.untilThereIsADatabase(() -> {
            try (Enrolments.Request request = new Enrolments(folder, record.nextSubject()).prepare()) {
                return record.left(request.send());
            }
        });
    }

    private void killAndSettle(Optional<KilledRevocation> revocation) throws Exception {
        String toRevoke = revokable().serial();
        Future<Boolean> word =
                senders.submit(() -> revocation.isPresent() && revocation.get().run(toRevoke));
        List<PrincipalName> inHand = killWithEnrolmentsInHand(revocation.map(CertificatesCutShort::late));
        kills++;
        ca.start();
        boolean said = word.get();
        if (said) {
            saidByCommands++;
            record.revoked(toRevoke);
        }
        settle();
        inHand.forEach(subject -> ends.merge(record.end(subject), 1, Integer::sum));
        storedUnsaidByCommands += !said && record.isRevoked(toRevoke) ? 1 : 0;
        revokeHalf(inHand);
    }

    /** By then the CA has made its next key pair, without which no certificate leaves in time. */
    private static long late(KilledRevocation command) {
        Duration half = command.life().dividedBy(2);
        return Moment.within(half) + half.toNanos();
    }

    /** In turn one whose certificate left at a kill, and one of now. */
    private Left revokable() {
        Left peaceful = enrolInPeace();
        return record.good().orElse(peaceful);
    }

    /** An enrolment on its way. */
    private record Sent(Enrolments.Request request, Future<Optional<ServerIdentity>> answer) {}

    private List<PrincipalName> killWithEnrolmentsInHand(Optional<Long> at) throws Exception {
        List<PrincipalName> subjects = new ArrayList<>();
        List<Enrolments.Request> requests = new ArrayList<>();
        for (int i = 0; i < IN_HAND; i++) {
            PrincipalName subject = record.nextSubject();
            subjects.add(subject);
            requests.add(new Enrolments(folder, subject).prepare());
        }
        long soonest = System.nanoTime() + LEAD.plus(LONGEST).toNanos();
        long kill = Math.max(soonest, at.orElse(soonest));
        CountDownLatch answered = new CountDownLatch(1);
        List<Sent> inHand = new ArrayList<>();
        for (Enrolments.Request request : requests) {
            long before = ThreadLocalRandom.current().nextLong(LONGEST.toNanos());
            inHand.add(new Sent(request, senders.submit(() -> sendAt(kill - before, request, answered))));
        }
        Moment.await(kill);
        if (kills % 2 == 1 && answered.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            Moment.await(Moment.within(AFTER_ONE));
        }
        ca.kill();
        for (Sent sent : inHand) {
            sent.answer.get().ifPresent(record::left);
            sent.request.close();
        }
        return subjects;
    }

    /** What came back; nothing if the kill came first. */
    private static Optional<ServerIdentity> sendAt(long nanos, Enrolments.Request request, CountDownLatch answered)
            throws ErrorReply, DecodeException, Refusal {
        Moment.await(nanos);
        try {
            return Optional.of(request.send());
        } catch (UnreachableException e) {
            return Optional.empty();
        } catch (ErrorReply e) {
            if (Victim.isOfNoDatabase(e)) {
                return Optional.empty();
            }
            throw e;
        } finally {
            answered.countDown();
        }
    }

    private void settle() throws Exception {
        String problems = ca.storeProblems();
        if (!problems.isEmpty()) {
            faults.add("the store: " + problems);
        }
        List<LedgerEntry> ledger = folder.certificates();
        record.settle(ledger);
        RevocationList list = Patience.untilThereIsADatabase(() -> client.revocationList(listNumber));
        if (list.number() <= listNumber) {
            faults.add("list " + list.number() + " is no newer than that of the life before");
        }
        listNumber = list.number();
        if (!serials(list).equals(revoked(ledger))) {
            faults.add("list " + listNumber + " tells of other certificates than the ledger");
        }
    }

    private static Set<String> serials(RevocationList list) {
        return list.revoked().stream()
                .map(one -> Certificates.shown(one.serial()))
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
        for (Left one : record.all()) {
            if (subjects.contains(one.subject()) && leftInRounds++ % 2 == 0) {
                revoke(one.serial());
            }
        }
    }

    private void revoke(String serial) {
        AtomicInteger tries = new AtomicInteger();
        CertificateLedger.Outcome outcome = Patience.untilThereIsADatabase(() -> {
            tries.incrementAndGet();
            try (CertificateLedger ledger = RealmStores.of(folder.open()).ledger()) {
                return ledger.revoke(
                        serial,
                        RevocationReason.CESSATION_OF_OPERATION,
                        InstantSource.system().instant());
            }
        });
        // What came too late for its answer may be stored.
        boolean isByTheTryBefore = tries.get() > 1 && outcome == CertificateLedger.Outcome.ALREADY_REVOKED;
        if (outcome != CertificateLedger.Outcome.REVOKED && !isByTheTryBefore) {
            faults.add(serial + " left, and cannot be revoked: " + outcome);
        }
        record.revoked(serial);
    }

    @Override
    public void close() {
        senders.shutdownNow();
    }
}
