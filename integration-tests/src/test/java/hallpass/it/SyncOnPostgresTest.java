package hallpass.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hallpass.it.LaunchedJar.Launcher;
import hallpass.message.PrincipalName;
import hallpass.net.ErrorReply;
import hallpass.pki.Certificates;
import hallpass.pki.RevocationReason;
import hallpass.store.CertificateLedger;
import hallpass.store.LedgerEntry;
import hallpass.store.RealmStores;
import hallpass.store.StoreException;
import hallpass.testkit.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** G2 over PostgreSQL: its own processes sync, so that strace watches those and the server together. */
class SyncOnPostgresTest {
    private static final PrincipalName SERVER = new PrincipalName("ID-Another");
    private static final PrincipalName OTHER = new PrincipalName("ID-Third");

    /** This test's own: its disk fails. */
    private static PostgresServer database;

    @TempDir
    private Path temporary;

    private LabFolder folder;
    private Path trace;
    private Launcher launcher;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Strace.isHere(), "there is no strace here: scripts/test.sh installs it");
        database = PostgresServer.start();
    }

    @AfterAll
    static void stop() {
        if (database != null) {
            database.close();
        }
    }

    @BeforeEach
    void makeRealm() throws Exception {
        folder = LabFolder.in(temporary.resolve("realm"), Map.of(), database, database.newDatabase());
        trace = temporary.resolve("strace");
        launcher = Launcher.here(RealmOfJars.environment(temporary));
    }

    @Test
    void keyUpdateIsSyncedBeforeItIsAcknowledged() throws Exception {
        try (LaunchedJar as = server("as-server.jar")) {
            untilAcknowledged(() -> {
                try (KeyUpdates.Update update = KeyUpdates.of(folder).prepare(LabFolder.ALICE, "another password")) {
                    watch(
                            as,
                            SyncTrail.goesTo(update.sender()),
                            () -> assertThat(update.send()).isGreaterThan(1));

                    assertSyncedBetween(SyncTrail.comesFrom(update.sender()), SyncTrail.goesTo(update.sender()));
                }
            });
        }
    }

    @Test
    void certificateIsSyncedBeforeItIsAcknowledged() throws Exception {
        try (LaunchedJar ca = server("ca-server.jar")) {
            untilAcknowledged(() -> {
                try (Enrolments.Request request = new Enrolments(folder, SERVER).prepare()) {
                    watch(
                            ca,
                            SyncTrail.goesTo(request.sender()),
                            () -> assertThat(request.send().name()).isEqualTo(SERVER));

                    assertSyncedBetween(SyncTrail.comesFrom(request.sender()), SyncTrail.goesTo(request.sender()));
                }
            });
        }
    }

    @Test
    void revocationIsSyncedBeforeTheCommandSaysSo() throws Exception {
        try (LaunchedJar ca = server("ca-server.jar")) {
            untilAcknowledged(() -> {
                // A revocation that came too late for its answer may be stored: each try has a certificate of its own.
                try (Enrolments.Request request = new Enrolments(folder, SERVER).prepare();
                        LaunchedJar command = launcher.behind(SyncTrail.WHEN_TOLD)
                                .command(
                                        "ca",
                                        "revoke",
                                        Certificates.shown(request.send().serial()))) {
                    watch(command, SyncOnPostgresTest::saysRevoked, () -> {
                        LaunchedJar.Ended ended = command.type("go").awaitEnd();
                        Victim.requireDatabase(ended);
                        assertThat(ended.text()).as("%s", ended).contains("Revoked");
                    });

                    assertSyncedBetween(SyncOnPostgresTest::isTold, SyncOnPostgresTest::saysRevoked);
                }
            });
            assertThat(ca.errSoFar()).isEmpty();
        }
    }

    /** Traced call by call on a busy machine, the database may be slower than anybody waits for it. */
    private static void untilAcknowledged(Strace.Meanwhile attempt) {
        Patience.untilThereIsADatabase(() -> {
            attempt.happens();
            return true;
        });
    }

    /** Until the answer's own call has ended too: who asked may have read it before. */
    private void watch(LaunchedJar process, Predicate<Strace.Call> answer, Strace.Meanwhile meanwhile)
            throws Exception {
        Strace.whileWatching(with(process), trace, () -> {
            meanwhile.happens();
            await().until(() -> Strace.calls(trace).stream().anyMatch(answer));
        });
    }

    private void assertSyncedBetween(Predicate<Strace.Call> request, Predicate<Strace.Call> answer) throws IOException {
        SyncTrail.assertSyncedBetween(trace, request, SyncOnPostgresTest::isLog, answer);
    }

    private static boolean isTold(Strace.Call call) {
        return call.name().equals("read") && call.arguments().startsWith("\"g");
    }

    private static boolean saysRevoked(Strace.Call call) {
        return call.name().equals("write") && call.arguments().contains("Revoked");
    }

    private static boolean isLog(String file) {
        return file.contains("/pg_wal/");
    }

    /** A back-end that cannot sync its log ends the whole database, which starts again by itself. */
    @Test
    void keyUpdateIsRefusedWhenTheDatabaseDoesNotSync() throws Exception {
        try (LaunchedJar as = server("as-server.jar")) {
            KeyUpdates updates = KeyUpdates.of(folder);
            LabClient client = updates.client(folder);
            assertThat(client.login().client()).isEqualTo(LabFolder.ALICE);
            KeyRecord record = new KeyRecord(LabFolder.ALICE, LabFolder.ALICE_PASSWORD);
            String next = record.nextPassword();
            try (KeyUpdates.Update update = updates.prepare(LabFolder.ALICE, next)) {
                whileTheDatabaseFails(() -> assertRefused(update::send));
            }
            record.sent(next, OptionalInt.empty());
            // The as found it again by itself, and exactly one key works: the one that the store has.
            List<String> faults = new ArrayList<>();
            KeyRecord.End end = record.settle(client, folder.keyVersions().get(LabFolder.ALICE), faults);
            System.out.println("g2, postgres, EIO: key update refused, and " + end);
            assertThat(faults).isEmpty();
            assertThat(as.errSoFar()).isEmpty();
        }
    }

    @Test
    void certificateAndRevocationAreRefusedWhenTheDatabaseDoesNotSync() throws Exception {
        assumeTrue(Rounds.longForm(), "part of scripts/reliability.sh g2 alone");
        try (LaunchedJar ca = server("ca-server.jar")) {
            String serial;
            try (Enrolments.Request request = new Enrolments(folder, SERVER).prepare()) {
                serial = Certificates.shown(request.send().serial());
            }
            try (Enrolments.Request request = new Enrolments(folder, OTHER).prepare()) {
                whileTheDatabaseFails(() -> assertRefused(request::send));
            }
            awaitThere(() -> assertThat(folder.certificates())
                    .filteredOn(entry -> entry.der().isPresent())
                    .singleElement()
                    .returns(serial, LedgerEntry::serial));
            awaitThere(() -> {
                try (Enrolments.Request request = new Enrolments(folder, OTHER).prepare()) {
                    assertThat(request.send().name()).isEqualTo(OTHER);
                }
            });
            try (CertificateLedger store = RealmStores.of(folder.open()).ledger()) {
                assertThat(store.find(serial)).isPresent();
                whileTheDatabaseFails(
                        () -> assertThatExceptionOfType(StoreException.class).isThrownBy(() -> revoke(store, serial)));
                awaitThere(() -> assertThat(revoke(store, serial))
                        .isIn(CertificateLedger.Outcome.REVOKED, CertificateLedger.Outcome.ALREADY_REVOKED));
            }
            assertThat(ca.errSoFar()).isEmpty();
        }
    }

    /** Those of its processes that are there now: those that it starts again have a disk that works. */
    private static void whileTheDatabaseFails(Strace.Meanwhile meanwhile) throws Exception {
        Path log = database.data().resolve("server.log");
        long before = complaints(log);
        Strace.whileFailing(pids().skip(1).toList(), SyncTrail.SYNCS, meanwhile);
        assertThat(complaints(log)).as("of %s", log).isGreaterThan(before);
    }

    private static long complaints(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains("PANIC") && line.contains("fdatasync"))
                    .count();
        }
    }

    private static void assertRefused(ThrowingCallable send) {
        assertThat(catchThrowable(send))
                .isInstanceOfSatisfying(
                        ErrorReply.class,
                        reply -> assertThat(Victim.isOfNoDatabase(reply))
                                .as(reply.getMessage())
                                .isTrue());
    }

    private static void awaitThere(ThrowingRunnable question) {
        await().ignoreExceptions().untilAsserted(question);
    }

    private static CertificateLedger.Outcome revoke(CertificateLedger store, String serial) {
        return store.revoke(
                serial, RevocationReason.UNSPECIFIED, InstantSource.system().instant());
    }

    private static List<Long> with(LaunchedJar process) throws IOException {
        return Stream.concat(Stream.of(process.pid()), pids()).toList();
    }

    private static Stream<Long> pids() throws IOException {
        return database.processes().stream().map(ProcessHandle::pid);
    }

    private LaunchedJar server(String jar) throws Exception {
        return launcher.server(jar, "--realm", folder.path().toString(), "--quiet")
                .awaitReady();
    }
}
