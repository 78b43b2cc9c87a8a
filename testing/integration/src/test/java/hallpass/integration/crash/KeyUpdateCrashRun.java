package hallpass.integration.crash;

import hallpass.integration.crash.ExpectedKey.KeyUpdateOutcome;
import hallpass.integration.harness.DatabaseOutages;
import hallpass.integration.harness.KeyUpdateRequests;
import hallpass.integration.harness.RealmFixture;
import hallpass.integration.harness.TestClient;
import hallpass.message.PrincipalName;
import hallpass.net.ErrorReplyException;
import hallpass.net.UnreachableException;
import hallpass.protocol.Refusal;
import hallpass.wire.DecodeException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Kills an AS repeatedly while key updates are in progress, each sent 0 to 50 ms before the kill.
 * After each restart, checks the keys against the acknowledged updates.
 */
final class KeyUpdateCrashRun implements AutoCloseable {
    private static final long MAX_DELAY_NANOS = Duration.ofMillis(50).toNanos();
    /** Time for the sender threads to start. */
    private static final long START_MARGIN_NANOS = Duration.ofMillis(10).toNanos();

    private static final int CONCURRENT_UPDATES = 5;

    private final RealmFixture folder;
    private final KillableServer server;
    private final KeyUpdateRequests updates;
    private final TestClient client;
    private final List<ExpectedKey> expectedKeys = new ArrayList<>();
    private final ExecutorService senders;

    private final Map<KeyUpdateOutcome, Integer> outcomes = new EnumMap<>(KeyUpdateOutcome.class);
    private final List<String> faults = new ArrayList<>();
    private int kills;

    /** Counts of kills and outcomes, and the faults found. */
    record KeyUpdateCrashReport(int kills, Map<KeyUpdateOutcome, Integer> outcomes, List<String> faults) {
        @Override
        public String toString() {
            return ("%d kills during %d updates: %d acknowledged, %d stored unacknowledged, %d not stored;"
                            + " %d faults")
                    .formatted(
                            kills,
                            outcomes.values().stream()
                                    .mapToInt(Integer::intValue)
                                    .sum(),
                            outcomes.getOrDefault(KeyUpdateOutcome.ACKNOWLEDGED, 0),
                            outcomes.getOrDefault(KeyUpdateOutcome.STORED_UNACKNOWLEDGED, 0),
                            outcomes.getOrDefault(KeyUpdateOutcome.NOT_STORED, 0),
                            faults.size());
        }
    }

    KeyUpdateCrashRun(RealmFixture folder, KillableServer server) throws Exception {
        this.folder = folder;
        this.server = server;
        for (int i = 1; i <= CONCURRENT_UPDATES; i++) {
            ExpectedKey record = new ExpectedKey(new PrincipalName("user-" + i), "password of user " + i);
            folder.addUser(
                    record.user(), record.password(), InstantSource.system().instant());
            expectedKeys.add(record);
        }
        this.updates = KeyUpdateRequests.of(folder);
        this.client = updates.client(folder);
        this.senders = Executors.newFixedThreadPool(CONCURRENT_UPDATES);
    }

    KeyUpdateCrashReport run(int rounds) throws Exception {
        server.start();
        while (kills < rounds) {
            killAndCheck();
        }
        return report();
    }

    /** Runs until a fault is found; for servers with a planted fault. */
    KeyUpdateCrashReport runUntilFault(int rounds) throws Exception {
        server.start();
        while (kills < rounds && faults.isEmpty()) {
            killAndCheck();
        }
        return report();
    }

    private KeyUpdateCrashReport report() throws Exception {
        server.kill();
        return new KeyUpdateCrashReport(kills, Map.copyOf(outcomes), List.copyOf(faults));
    }

    private void killAndCheck() throws Exception {
        updateUndisturbed();
        killDuringUpdates();
        kills++;
        server.start();
        String problems = server.storeProblems();
        if (!problems.isEmpty()) {
            faults.add("the store: " + problems);
        }
        Map<PrincipalName, Integer> versions = folder.keyVersions();
        for (ExpectedKey record : expectedKeys) {
            outcomes.merge(check(record, versions), 1, Integer::sum);
        }
    }

    private KeyUpdateOutcome check(ExpectedKey record, Map<PrincipalName, Integer> versions) throws Exception {
        return record.check(client, versions.getOrDefault(record.user(), 0), faults);
    }

    /** Completed updates, which the kill must not undo; also warms the server up. */
    private void updateUndisturbed() throws Exception {
        for (ExpectedKey record : expectedKeys) {
            String next = record.nextPassword();
            try (KeyUpdateRequests.PreparedKeyUpdate update = updates.prepare(record.user(), next)) {
                record.acknowledged(next, update.send());
            } catch (ErrorReplyException e) {
                // The pool of a server that outlived its database still had a dead connection.
                record.interrupted(next, notAcknowledged(e));
                check(record, folder.keyVersions());
            }
        }
    }

    private record PendingUpdate(String password, KeyUpdateRequests.PreparedKeyUpdate update) {}

    private void killDuringUpdates() throws Exception {
        Map<ExpectedKey, PendingUpdate> pending = new LinkedHashMap<>();
        for (ExpectedKey record : expectedKeys) {
            String password = record.nextPassword();
            pending.put(record, new PendingUpdate(password, updates.prepare(record.user(), password)));
        }
        long kill = server.killTime(System.nanoTime() + START_MARGIN_NANOS + MAX_DELAY_NANOS);
        Map<ExpectedKey, Future<OptionalInt>> answers = new LinkedHashMap<>();
        pending.forEach((record, sent) -> {
            long before = ThreadLocalRandom.current().nextLong(MAX_DELAY_NANOS);
            answers.put(record, senders.submit(() -> sendAt(kill - before, sent.update)));
        });
        NanoTimes.sleepUntil(kill);
        server.kill();
        for (Map.Entry<ExpectedKey, PendingUpdate> sent : pending.entrySet()) {
            ExpectedKey record = sent.getKey();
            record.interrupted(sent.getValue().password, answers.get(record).get());
            sent.getValue().update.close();
        }
    }

    /** Returns the acknowledged version; empty if the kill came before the reply. */
    private static OptionalInt sendAt(long nanos, KeyUpdateRequests.PreparedKeyUpdate update)
            throws ErrorReplyException, DecodeException, Refusal {
        NanoTimes.sleepUntil(nanos);
        try {
            return OptionalInt.of(update.send());
        } catch (UnreachableException e) {
            return OptionalInt.empty();
        } catch (ErrorReplyException e) {
            return notAcknowledged(e);
        }
    }

    private static OptionalInt notAcknowledged(ErrorReplyException e) throws ErrorReplyException {
        if (DatabaseOutages.isDatabaseUnavailable(e)) {
            return OptionalInt.empty();
        }
        throw e;
    }

    @Override
    public void close() {
        senders.shutdownNow();
    }
}
