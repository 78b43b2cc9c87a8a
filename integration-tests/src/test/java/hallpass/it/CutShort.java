package hallpass.it;

import hallpass.it.KeyRecord.End;
import hallpass.message.PrincipalName;
import hallpass.net.ErrorReply;
import hallpass.net.UnreachableException;
import hallpass.protocol.Refusal;
import hallpass.wire.DecodeException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Kills an as that has key updates in hand, each one a random 0 to 50 ms after it was sent, and holds the next as to what
 * the one before it acknowledged. Then again. The record of all that stands here, outside of every server.
 */
final class CutShort implements AutoCloseable {
    private static final long LONGEST_NANOS = Duration.ofMillis(50).toNanos();
    /** For the threads that send to be there in time. */
    private static final long LEAD_NANOS = Duration.ofMillis(5).toNanos();

    private static final int UPDATES_IN_HAND = 5;

    private final LabFolder folder;
    private final Victim victim;
    private final KeyUpdates updates;
    private final LabClient client;
    private final List<KeyRecord> records = new ArrayList<>();
    private final ExecutorService senders;

    private final Map<End, Integer> ends = new EnumMap<>(End.class);
    private final List<String> faults = new ArrayList<>();
    private int kills;

    /** What came of it all. */
    record Report(int kills, Map<End, Integer> ends, List<String> faults) {
        @Override
        public String toString() {
            return "%d kills with %d updates in hand: %d acknowledged, %d stored unsaid, %d not stored; %d promises broken"
                    .formatted(
                            kills,
                            ends.values().stream().mapToInt(Integer::intValue).sum(),
                            ends.getOrDefault(End.ACKNOWLEDGED, 0),
                            ends.getOrDefault(End.STORED_UNSAID, 0),
                            ends.getOrDefault(End.NOT_STORED, 0),
                            faults.size());
        }
    }

    CutShort(LabFolder folder, Victim victim) throws Exception {
        this.folder = folder;
        this.victim = victim;
        for (int i = 1; i <= UPDATES_IN_HAND; i++) {
            KeyRecord record = new KeyRecord(new PrincipalName("user-" + i), "password of user " + i);
            folder.addUser(
                    record.user(), record.password(), InstantSource.system().instant());
            records.add(record);
        }
        this.updates = KeyUpdates.of(folder);
        this.client = updates.client(folder);
        this.senders = Executors.newFixedThreadPool(UPDATES_IN_HAND);
    }

    Report run(int rounds) throws Exception {
        victim.start();
        while (kills < rounds) {
            killAndSettle();
        }
        return report();
    }

    /** Only until a promise is broken: for faults that were planted. */
    Report runUntilCaught(int rounds) throws Exception {
        victim.start();
        while (kills < rounds && faults.isEmpty()) {
            killAndSettle();
        }
        return report();
    }

    private Report report() throws Exception {
        victim.kill();
        return new Report(kills, Map.copyOf(ends), List.copyOf(faults));
    }

    private void killAndSettle() throws Exception {
        updateInPeace();
        killWithUpdatesInHand();
        kills++;
        victim.start();
        String problems = victim.storeProblems();
        if (!problems.isEmpty()) {
            faults.add("the store: " + problems);
        }
        Map<PrincipalName, Integer> versions = folder.keyVersions();
        for (KeyRecord record : records) {
            ends.merge(settle(record, versions), 1, Integer::sum);
        }
    }

    private End settle(KeyRecord record, Map<PrincipalName, Integer> versions) throws Exception {
        return record.settle(client, versions.getOrDefault(record.user(), 0), faults);
    }

    /** Work of the same life that the kill must not undo; and it warms the server. */
    private void updateInPeace() throws Exception {
        for (KeyRecord record : records) {
            String next = record.nextPassword();
            try (KeyUpdates.Update update = updates.prepare(record.user(), next)) {
                record.acknowledged(next, update.send());
            } catch (ErrorReply e) {
                // A server that outlived its database has found one more dead connection.
                record.sent(next, notAcknowledged(e));
                settle(record, folder.keyVersions());
            }
        }
    }

    /** An update on its way. */
    private record Sent(KeyRecord record, String password, KeyUpdates.Update update, Future<OptionalInt> answer) {}

    private void killWithUpdatesInHand() throws Exception {
        List<Sent> inHand = new ArrayList<>();
        long kill = System.nanoTime() + LEAD_NANOS * records.size() + LONGEST_NANOS;
        for (KeyRecord record : records) {
            String password = record.nextPassword();
            KeyUpdates.Update update = updates.prepare(record.user(), password);
            long before = ThreadLocalRandom.current().nextLong(LONGEST_NANOS);
            inHand.add(new Sent(record, password, update, senders.submit(() -> sendAt(kill - before, update))));
        }
        Moment.await(kill);
        victim.kill();
        for (Sent sent : inHand) {
            sent.record.sent(sent.password, sent.answer.get());
            sent.update.close();
        }
    }

    /** The version that it was acknowledged with; empty if the kill came first. */
    private static OptionalInt sendAt(long nanos, KeyUpdates.Update update)
            throws ErrorReply, DecodeException, Refusal {
        Moment.await(nanos);
        try {
            return OptionalInt.of(update.send());
        } catch (UnreachableException e) {
            return OptionalInt.empty();
        } catch (ErrorReply e) {
            return notAcknowledged(e);
        }
    }

    private static OptionalInt notAcknowledged(ErrorReply e) throws ErrorReply {
        if (Victim.isOfNoDatabase(e)) {
            return OptionalInt.empty();
        }
        throw e;
    }

    @Override
    public void close() {
        senders.shutdownNow();
    }
}
