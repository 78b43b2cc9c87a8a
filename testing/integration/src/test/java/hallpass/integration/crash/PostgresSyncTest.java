package hallpass.integration.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hallpass.fixtures.PostgresServer;
import hallpass.integration.harness.DatabaseOutages;
import hallpass.integration.harness.EnrolmentRequests;
import hallpass.integration.harness.JarProcess;
import hallpass.integration.harness.JarProcess.JarLauncher;
import hallpass.integration.harness.KeyUpdateRequests;
import hallpass.integration.harness.MultiProcessRealm;
import hallpass.integration.harness.RealmFixture;
import hallpass.integration.harness.ReliabilityRun;
import hallpass.integration.harness.TestClient;
import hallpass.message.PrincipalName;
import hallpass.net.ErrorReplyException;
import hallpass.pki.Certificates;
import hallpass.pki.RevocationReason;
import hallpass.store.CertificateLedger;
import hallpass.store.LedgerEntry;
import hallpass.store.RealmStores;
import hallpass.store.StoreException;
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

/** G2 on PostgreSQL. Its own processes sync, so strace traces them and the server together. */
class PostgresSyncTest {
    private static final PrincipalName SERVER = new PrincipalName("ID-Another");
    private static final PrincipalName OTHER = new PrincipalName("ID-Third");

    /** Not the shared database, because its syncs are made to fail. */
    private static PostgresServer database;

    @TempDir
    private Path temporary;

    private RealmFixture folder;
    private Path trace;
    private JarLauncher launcher;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Strace.isInstalled(), "strace is not installed; scripts/test.sh installs it");
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
        folder = RealmFixture.create(temporary.resolve("realm"), Map.of(), database, database.createDatabase());
        trace = temporary.resolve("strace");
        launcher = JarLauncher.shortLived(MultiProcessRealm.environment(temporary));
    }

    @Test
    void syncsKeyUpdateBeforeReply() throws Exception {
        try (JarProcess as = server("as-server.jar")) {
            retryUntilAcknowledged(() -> {
                try (KeyUpdateRequests.PreparedKeyUpdate update =
                        KeyUpdateRequests.of(folder).prepare(RealmFixture.ALICE, "another password")) {
                    traceUntil(
                            as,
                            SyncAssertions.isWriteTo(update.localAddress()),
                            () -> assertThat(update.send()).isGreaterThan(1));

                    assertSyncedBetween(
                            SyncAssertions.isReadFrom(update.localAddress()),
                            SyncAssertions.isWriteTo(update.localAddress()));
                }
            });
        }
    }

    @Test
    void syncsCertificateBeforeReply() throws Exception {
        try (JarProcess ca = server("ca-server.jar")) {
            retryUntilAcknowledged(() -> {
                try (EnrolmentRequests.PreparedEnrolment request = new EnrolmentRequests(folder, SERVER).prepare()) {
                    traceUntil(
                            ca,
                            SyncAssertions.isWriteTo(request.localAddress()),
                            () -> assertThat(request.send().name()).isEqualTo(SERVER));

                    assertSyncedBetween(
                            SyncAssertions.isReadFrom(request.localAddress()),
                            SyncAssertions.isWriteTo(request.localAddress()));
                }
            });
        }
    }

    @Test
    void syncsRevocationBeforeOutput() throws Exception {
        try (JarProcess ca = server("ca-server.jar")) {
            retryUntilAcknowledged(() -> {
                // Each attempt uses a new certificate, because a late revocation may be stored.
                try (EnrolmentRequests.PreparedEnrolment request = new EnrolmentRequests(folder, SERVER).prepare();
                        JarProcess command = launcher.wrappedBy(SyncAssertions.AFTER_INPUT_LINE)
                                .startCommand(
                                        "ca",
                                        "revoke",
                                        Certificates.formatSerial(request.send().serial()))) {
                    traceUntil(command, PostgresSyncTest::isRevokedOutput, () -> {
                        JarProcess.ProcessResult ended = command.sendInput("go").awaitExit();
                        DatabaseOutages.requireDatabaseAvailable(ended);
                        assertThat(ended.output()).as("%s", ended).contains("Revoked");
                    });

                    assertSyncedBetween(PostgresSyncTest::isInputRead, PostgresSyncTest::isRevokedOutput);
                }
            });
            assertThat(ca.errorLines()).isEmpty();
        }
    }

    /** On a busy machine a traced database can exceed the timeouts. */
    private static void retryUntilAcknowledged(Strace.TracedWork attempt) {
        DatabaseOutages.retryWhileDatabaseIsDown(() -> {
            attempt.run();
            return true;
        });
    }

    /** Also waits until strace has recorded the end of the call that sends the reply. */
    private void traceUntil(JarProcess process, Predicate<Strace.SystemCall> answer, Strace.TracedWork meanwhile)
            throws Exception {
        Strace.traceDuring(pidsWith(process), trace, () -> {
            meanwhile.run();
            await().until(() -> Strace.calls(trace).stream().anyMatch(answer));
        });
    }

    private void assertSyncedBetween(Predicate<Strace.SystemCall> request, Predicate<Strace.SystemCall> answer)
            throws IOException {
        SyncAssertions.assertSyncedBetween(trace, request, PostgresSyncTest::isWalFile, answer);
    }

    private static boolean isInputRead(Strace.SystemCall call) {
        return call.name().equals("read") && call.arguments().startsWith("\"g");
    }

    private static boolean isRevokedOutput(Strace.SystemCall call) {
        return call.name().equals("write") && call.arguments().contains("Revoked");
    }

    private static boolean isWalFile(String file) {
        return file.contains("/pg_wal/");
    }

    /** If a sync of the log fails, PostgreSQL restarts itself. */
    @Test
    void refusesKeyUpdateWhenSyncFails() throws Exception {
        try (JarProcess as = server("as-server.jar")) {
            KeyUpdateRequests updates = KeyUpdateRequests.of(folder);
            TestClient client = updates.client(folder);
            assertThat(client.login().client()).isEqualTo(RealmFixture.ALICE);
            ExpectedKey record = new ExpectedKey(RealmFixture.ALICE, RealmFixture.ALICE_PASSWORD);
            String next = record.nextPassword();
            try (KeyUpdateRequests.PreparedKeyUpdate update = updates.prepare(RealmFixture.ALICE, next)) {
                withFailingSyncs(() -> assertRefused(update::send));
            }
            record.interrupted(next, OptionalInt.empty());
            // The AS reconnects, and exactly one key works: the one in the store.
            List<String> faults = new ArrayList<>();
            ExpectedKey.KeyUpdateOutcome end =
                    record.check(client, folder.keyVersions().get(RealmFixture.ALICE), faults);
            System.out.println("g2, postgres, EIO: key update refused, outcome " + end);
            assertThat(faults).isEmpty();
            assertThat(as.errorLines()).isEmpty();
        }
    }

    @Test
    void refusesCertificateAndRevocationWhenSyncFails() throws Exception {
        assumeTrue(ReliabilityRun.isLong(), "only in scripts/reliability.sh g2");
        try (JarProcess ca = server("ca-server.jar")) {
            String serial;
            try (EnrolmentRequests.PreparedEnrolment request = new EnrolmentRequests(folder, SERVER).prepare()) {
                serial = Certificates.formatSerial(request.send().serial());
            }
            try (EnrolmentRequests.PreparedEnrolment request = new EnrolmentRequests(folder, OTHER).prepare()) {
                withFailingSyncs(() -> assertRefused(request::send));
            }
            awaitDatabase(() -> assertThat(folder.certificates())
                    .filteredOn(entry -> entry.der().isPresent())
                    .singleElement()
                    .returns(serial, LedgerEntry::serial));
            awaitDatabase(() -> {
                try (EnrolmentRequests.PreparedEnrolment request = new EnrolmentRequests(folder, OTHER).prepare()) {
                    assertThat(request.send().name()).isEqualTo(OTHER);
                }
            });
            try (CertificateLedger store = RealmStores.of(folder.open()).ledger()) {
                assertThat(store.find(serial)).isPresent();
                withFailingSyncs(
                        () -> assertThatExceptionOfType(StoreException.class).isThrownBy(() -> revoke(store, serial)));
                awaitDatabase(() -> assertThat(revoke(store, serial))
                        .isIn(
                                CertificateLedger.RevocationOutcome.REVOKED,
                                CertificateLedger.RevocationOutcome.ALREADY_REVOKED));
            }
            assertThat(ca.errorLines()).isEmpty();
        }
    }

    /** Fails the syncs of the current processes of the database, not of those it restarts. */
    private static void withFailingSyncs(Strace.TracedWork meanwhile) throws Exception {
        Path log = database.dataFolder().resolve("server.log");
        long before = countSyncFailures(log);
        Strace.failDuring(pids().skip(1).toList(), SyncAssertions.SYNC_CALLS, meanwhile);
        assertThat(countSyncFailures(log)).as("of %s", log).isGreaterThan(before);
    }

    private static long countSyncFailures(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains("PANIC") && line.contains("fdatasync"))
                    .count();
        }
    }

    private static void assertRefused(ThrowingCallable send) {
        assertThat(catchThrowable(send))
                .isInstanceOfSatisfying(
                        ErrorReplyException.class,
                        reply -> assertThat(DatabaseOutages.isDatabaseUnavailable(reply))
                                .as(reply.getMessage())
                                .isTrue());
    }

    private static void awaitDatabase(ThrowingRunnable question) {
        await().ignoreExceptions().untilAsserted(question);
    }

    private static CertificateLedger.RevocationOutcome revoke(CertificateLedger store, String serial) {
        return store.revoke(
                serial, RevocationReason.UNSPECIFIED, InstantSource.system().instant());
    }

    private static List<Long> pidsWith(JarProcess process) throws IOException {
        return Stream.concat(Stream.of(process.pid()), pids()).toList();
    }

    private static Stream<Long> pids() throws IOException {
        return database.processes().stream().map(ProcessHandle::pid);
    }

    private JarProcess server(String jar) throws Exception {
        return launcher.startServer(jar, "--realm", folder.path().toString(), "--quiet")
                .awaitReady();
    }
}
