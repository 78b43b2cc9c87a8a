package hallpass.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hallpass.client.ExitCode;
import hallpass.it.LaunchedJar.Ended;
import hallpass.it.LaunchedJar.Launcher;
import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.net.ErrorReply;
import hallpass.pki.Certificates;
import hallpass.realm.RealmProblem;
import hallpass.store.CertificateLedger;
import hallpass.store.LedgerEntry;
import hallpass.store.RealmStores;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** G2: what is acknowledged is on the disk itself, and a disk that fails ends in an error. strace watches real processes. */
class SyncBeforeAnswerTest {
    private static final PrincipalName SERVER = new PrincipalName("ID-Another");

    @TempDir
    private Path temporary;

    private LabFolder folder;
    private Path trace;
    private Launcher launcher;

    @BeforeEach
    void makeRealm() throws Exception {
        assumeTrue(Strace.isHere(), "there is no strace here: scripts/test.sh installs it");
        folder = LabFolder.in(temporary.resolve("realm"));
        trace = temporary.resolve("strace");
        launcher = Launcher.here(RealmOfJars.environment(temporary));
    }

    @Test
    void asSyncsBeforeItAcknowledgesKeyUpdate() throws Exception {
        try (LaunchedJar as = traced("as-server.jar")) {
            as.awaitReady();
            InetSocketAddress sender;
            try (KeyUpdates.Update update = KeyUpdates.of(folder).prepare(LabFolder.ALICE, "another password")) {
                sender = update.sender();
                assertThat(update.send()).isEqualTo(2);
            }
            as.terminate().awaitEnd();

            assertSyncedBetween(SyncTrail.comesFrom(sender), folder.open().principals(), SyncTrail.goesTo(sender));
        }
    }

    @Test
    void caSyncsBeforeItHandsOutCertificate() throws Exception {
        try (LaunchedJar ca = traced("ca-server.jar")) {
            ca.awaitReady();
            InetSocketAddress sender;
            try (Enrolments.Request request = new Enrolments(folder, SERVER).prepare()) {
                sender = request.sender();
                assertThat(request.send().name()).isEqualTo(SERVER);
            }
            ca.terminate().awaitEnd();

            assertSyncedBetween(SyncTrail.comesFrom(sender), folder.open().ledger(), SyncTrail.goesTo(sender));
        }
    }

    @Test
    void revocationIsSyncedBeforeTheCommandSaysSo() throws Exception {
        String serial = enrolled();
        try (LaunchedJar command = launcher.behind(Strace.into(trace)).command("ca", "revoke", serial)) {
            Ended ended = command.type().awaitEnd();
            assertThat(ended.err()).isEmpty();
            assertThat(ended.text()).contains("Revoked");
        }

        Path ledger = folder.open().ledger();
        assertSyncedBetween(
                call -> call.name().equals("pwrite64") && call.on().equals(ledger + "-wal"),
                ledger,
                call -> call.name().equals("write") && call.arguments().contains("Revoked"));
    }

    /** A database in WAL mode is as safe as its log. */
    private void assertSyncedBetween(Predicate<Strace.Call> request, Path database, Predicate<Strace.Call> answer)
            throws IOException {
        SyncTrail.assertSyncedBetween(trace, request, file -> file.equals(database + "-wal"), answer);
    }

    private LaunchedJar traced(String jar) throws IOException {
        return launcher.behind(Strace.into(trace))
                .server(jar, "--realm", folder.path().toString(), "--quiet");
    }

    private String enrolled() throws Exception {
        try (LaunchedJar ca = server("ca-server.jar")) {
            ca.awaitReady();
            try (Enrolments.Request request = new Enrolments(folder, SERVER).prepare()) {
                request.send();
            }
        }
        return entries().get(0).serial();
    }

    private LaunchedJar server(String jar) throws IOException {
        return launcher.server(jar, "--realm", folder.path().toString(), "--quiet");
    }

    /** The disk gives an error for every sync; whatever the AS then says, it is not that the key is stored. */
    @Test
    void keyUpdateIsRefusedWhenTheDiskDoesNotSync() throws Exception {
        try (LaunchedJar as = server("as-server.jar")) {
            as.awaitReady();
            try (KeyUpdates.Update update = KeyUpdates.of(folder).prepare(LabFolder.ALICE, "another password")) {
                Strace.whileFailing(
                        List.of(as.pid()),
                        SyncTrail.SYNCS,
                        () -> assertThat(catchThrowable(update::send))
                                .asInstanceOf(InstanceOfAssertFactories.throwable(ErrorReply.class))
                                .extracting(reply -> reply.error().code())
                                .isEqualTo(ErrorCode.KRB_ERR_GENERIC));
            }
            as.kill().awaitEnd();
        }
        try (LaunchedJar as = server("as-server.jar")) {
            as.awaitReady();
            LabClient client = KeyUpdates.of(folder).client(folder);
            assertThat(client.login().client()).isEqualTo(LabFolder.ALICE);
            assertThat(Failures.failure(() -> client.login(LabFolder.ALICE, "another password"))
                            .exit())
                    .isEqualTo(ExitCode.REFUSED);
        }
    }

    /** Nor is a certificate handed out, nor a revocation said to be done; and both can be had later. */
    @Test
    void certificateAndRevocationAreRefusedWhenTheDiskDoesNotSync() throws Exception {
        String serial;
        try (LaunchedJar ca = server("ca-server.jar")) {
            ca.awaitReady();
            try (Enrolments.Request refused = new Enrolments(folder, SERVER).prepare()) {
                Strace.whileFailing(
                        List.of(ca.pid()),
                        SyncTrail.SYNCS,
                        () -> assertThat(catchThrowable(refused::send))
                                .asInstanceOf(InstanceOfAssertFactories.throwable(ErrorReply.class))
                                .extracting(reply -> reply.error().code())
                                .isEqualTo(ErrorCode.KRB_ERR_GENERIC));
            }
            try (Enrolments.Request request = new Enrolments(folder, SERVER).prepare()) {
                serial = Certificates.shown(request.send().serial());
            }
            assertThat(entries())
                    .filteredOn(entry -> entry.der().isPresent())
                    .singleElement()
                    .returns(serial, LedgerEntry::serial);
        }
        try (LaunchedJar command = launcher.behind(SyncTrail.WHEN_TOLD).command("ca", "revoke", serial)) {
            Strace.whileFailing(List.of(command.pid()), SyncTrail.SYNCS, () -> {
                Ended ended = command.type("go").awaitEnd();
                assertThat(ended.exit()).isNotZero();
                assertThat(ended.text()).doesNotContain("Revoked");
                assertThat(ended.err()).singleElement().asString().contains("disk");
            });
        }
        try (LaunchedJar command = launcher.command("ca", "revoke", serial)) {
            assertThat(command.type().awaitEnd().exit()).isZero();
        }
        assertThat(entries())
                .filteredOn(entry -> entry.revocation().isPresent())
                .singleElement()
                .returns(serial, LedgerEntry::serial);
    }

    private List<LedgerEntry> entries() throws RealmProblem {
        try (CertificateLedger ledger = RealmStores.of(folder.open()).ledger()) {
            return ledger.list();
        }
    }
}
