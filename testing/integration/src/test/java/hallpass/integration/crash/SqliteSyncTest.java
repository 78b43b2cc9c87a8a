package hallpass.integration.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hallpass.cli.ErrorTable;
import hallpass.config.RealmException;
import hallpass.console.ExitCode;
import hallpass.integration.harness.EnrolmentRequests;
import hallpass.integration.harness.FailureAssertions;
import hallpass.integration.harness.JarProcess;
import hallpass.integration.harness.JarProcess.JarLauncher;
import hallpass.integration.harness.JarProcess.ProcessResult;
import hallpass.integration.harness.KeyUpdateRequests;
import hallpass.integration.harness.MultiProcessRealm;
import hallpass.integration.harness.RealmFixture;
import hallpass.integration.harness.TestClient;
import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.net.ErrorReplyException;
import hallpass.pki.Certificates;
import hallpass.store.CertificateLedger;
import hallpass.store.LedgerEntry;
import hallpass.store.RealmStores;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** G2 on SQLite: data is synced before it is acknowledged, and a failed sync is an error. */
class SqliteSyncTest {
    private static final PrincipalName SERVER = new PrincipalName("ID-Another");

    @TempDir
    private Path temporary;

    private RealmFixture folder;
    private Path trace;
    private JarLauncher launcher;

    @BeforeEach
    void makeRealm() throws Exception {
        assumeTrue(Strace.isInstalled(), "strace is not installed; scripts/test.sh installs it");
        folder = RealmFixture.create(temporary.resolve("realm"));
        trace = temporary.resolve("strace");
        launcher = JarLauncher.shortLived(MultiProcessRealm.environment(temporary));
    }

    @Test
    void syncsKeyUpdateBeforeReply() throws Exception {
        try (JarProcess as = traced("as-server.jar")) {
            as.awaitReady();
            InetSocketAddress sender;
            try (KeyUpdateRequests.PreparedKeyUpdate update =
                    KeyUpdateRequests.of(folder).prepare(RealmFixture.ALICE, "another password")) {
                sender = update.localAddress();
                assertThat(update.send()).isEqualTo(2);
            }
            as.terminate().awaitExit();

            assertSyncedBetween(
                    SyncAssertions.isReadFrom(sender),
                    folder.open().principalDatabase(),
                    SyncAssertions.isWriteTo(sender));
        }
    }

    @Test
    void syncsCertificateBeforeReply() throws Exception {
        try (JarProcess ca = traced("ca-server.jar")) {
            ca.awaitReady();
            InetSocketAddress sender;
            try (EnrolmentRequests.PreparedEnrolment request = new EnrolmentRequests(folder, SERVER).prepare()) {
                sender = request.localAddress();
                assertThat(request.send().name()).isEqualTo(SERVER);
            }
            ca.terminate().awaitExit();

            assertSyncedBetween(
                    SyncAssertions.isReadFrom(sender),
                    folder.open().certificateLedger(),
                    SyncAssertions.isWriteTo(sender));
        }
    }

    @Test
    void syncsRevocationBeforeOutput() throws Exception {
        String serial = enrol();
        try (JarProcess command =
                launcher.wrappedBy(Strace.commandWritingTo(trace)).startCommand("ca", "revoke", serial)) {
            ProcessResult ended = command.sendInput().awaitExit();
            assertThat(ended.err()).isEmpty();
            assertThat(ended.output()).contains("Revoked");
        }

        Path ledger = folder.open().certificateLedger();
        AtomicBoolean opened = new AtomicBoolean();
        assertSyncedBetween(
                call -> {
                    // Opening writes the new epoch to the log, and then to the file.
                    opened.compareAndSet(false, call.target().equals(ledger.toString()) && isWrite(call));
                    return opened.get() && isWrite(call) && call.target().equals(ledger + "-wal");
                },
                ledger,
                call -> call.name().equals("write") && call.arguments().contains("Revoked"));
    }

    private static boolean isWrite(Strace.SystemCall call) {
        return call.name().equals("pwrite64");
    }

    /** In WAL mode a commit is durable once the log is synced. */
    private void assertSyncedBetween(
            Predicate<Strace.SystemCall> request, Path database, Predicate<Strace.SystemCall> answer)
            throws IOException {
        SyncAssertions.assertSyncedBetween(trace, request, file -> file.equals(database + "-wal"), answer);
    }

    private JarProcess traced(String jar) throws IOException {
        return launcher.wrappedBy(Strace.commandWritingTo(trace))
                .startServer(jar, "--realm", folder.path().toString(), "--quiet");
    }

    private String enrol() throws Exception {
        try (JarProcess ca = server("ca-server.jar")) {
            ca.awaitReady();
            try (EnrolmentRequests.PreparedEnrolment request = new EnrolmentRequests(folder, SERVER).prepare()) {
                request.send();
            }
        }
        return entries().get(0).serial();
    }

    private JarProcess server(String jar) throws IOException {
        return launcher.startServer(jar, "--realm", folder.path().toString(), "--quiet");
    }

    /** Every sync of the AS fails. */
    @Test
    void refusesKeyUpdateWhenSyncFails() throws Exception {
        try (JarProcess as = server("as-server.jar")) {
            as.awaitReady();
            try (KeyUpdateRequests.PreparedKeyUpdate update =
                    KeyUpdateRequests.of(folder).prepare(RealmFixture.ALICE, "another password")) {
                Strace.failDuring(
                        List.of(as.pid()),
                        SyncAssertions.SYNC_CALLS,
                        () -> assertThat(catchThrowable(update::send))
                                .asInstanceOf(InstanceOfAssertFactories.throwable(ErrorReplyException.class))
                                .extracting(reply -> reply.error().code())
                                .isEqualTo(ErrorCode.KRB_ERR_GENERIC));
            }
            as.kill().awaitExit();
        }
        try (JarProcess as = server("as-server.jar")) {
            as.awaitReady();
            TestClient client = KeyUpdateRequests.of(folder).client(folder);
            assertThat(client.login().client()).isEqualTo(RealmFixture.ALICE);
            assertThat(ErrorTable.explain(FailureAssertions.failureOf(
                                    () -> client.login(RealmFixture.ALICE, "another password")))
                            .exit())
                    .isEqualTo(ExitCode.REFUSED);
        }
    }

    /** Both succeed once syncs succeed again. */
    @Test
    void refusesCertificateAndRevocationWhenSyncFails() throws Exception {
        String serial;
        try (JarProcess ca = server("ca-server.jar")) {
            ca.awaitReady();
            try (EnrolmentRequests.PreparedEnrolment refused = new EnrolmentRequests(folder, SERVER).prepare()) {
                Strace.failDuring(
                        List.of(ca.pid()),
                        SyncAssertions.SYNC_CALLS,
                        () -> assertThat(catchThrowable(refused::send))
                                .asInstanceOf(InstanceOfAssertFactories.throwable(ErrorReplyException.class))
                                .extracting(reply -> reply.error().code())
                                .isEqualTo(ErrorCode.KRB_ERR_GENERIC));
            }
            try (EnrolmentRequests.PreparedEnrolment request = new EnrolmentRequests(folder, SERVER).prepare()) {
                serial = Certificates.formatSerial(request.send().serial());
            }
            assertThat(entries())
                    .filteredOn(entry -> entry.der().isPresent())
                    .singleElement()
                    .returns(serial, LedgerEntry::serial);
        }
        try (JarProcess command =
                launcher.wrappedBy(SyncAssertions.AFTER_INPUT_LINE).startCommand("ca", "revoke", serial)) {
            Strace.failDuring(List.of(command.pid()), SyncAssertions.SYNC_CALLS, () -> {
                ProcessResult ended = command.sendInput("go").awaitExit();
                assertThat(ended.exitCode()).isNotZero();
                assertThat(ended.output()).doesNotContain("Revoked");
                assertThat(ended.err()).singleElement().asString().contains("disk");
            });
        }
        try (JarProcess command = launcher.startCommand("ca", "revoke", serial)) {
            assertThat(command.sendInput().awaitExit().exitCode()).isZero();
        }
        assertThat(entries())
                .filteredOn(entry -> entry.revocation().isPresent())
                .singleElement()
                .returns(serial, LedgerEntry::serial);
    }

    private List<LedgerEntry> entries() throws RealmException {
        try (CertificateLedger ledger = RealmStores.of(folder.open()).ledger()) {
            return ledger.list();
        }
    }
}
