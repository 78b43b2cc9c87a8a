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
import hallpass.store.CertificateLedger;
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
        launcher = Launcher.here(RealmOfJars.environment(temporary)).forShortLives();
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

            assertSyncedBetween(comesFrom(sender), folder.open().principals(), goesTo(sender));
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

            assertSyncedBetween(comesFrom(sender), folder.open().ledger(), goesTo(sender));
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

    /** Once between the two: a database in WAL mode is as safe as its log. */
    private void assertSyncedBetween(Predicate<Strace.Call> request, Path database, Predicate<Strace.Call> answer)
            throws IOException {
        List<Strace.Call> calls = Strace.calls(trace);
        Strace.Call asked = calls.stream().filter(request).findFirst().orElseThrow();
        Strace.Call answered =
                calls.stream().filter(answer).reduce((first, last) -> last).orElseThrow();
        assertThat(calls)
                .as("syncs of %s between lines %d and %d of the trace", database, asked.ended(), answered.began())
                .anyMatch(call -> call.isSync()
                        && call.on().equals(database + "-wal")
                        && call.result() == 0
                        && call.began() > asked.ended()
                        && call.ended() < answered.began());
    }

    private static Predicate<Strace.Call> comesFrom(InetSocketAddress sender) {
        return call ->
                call.name().equals("read") && call.on().contains(":" + sender.getPort() + "]") && call.result() > 0;
    }

    private static Predicate<Strace.Call> goesTo(InetSocketAddress sender) {
        return call -> call.name().startsWith("write") && call.on().contains(":" + sender.getPort() + "]");
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
        try (CertificateLedger ledger = RealmStores.of(folder.open()).ledger()) {
            return ledger.list().get(0).serial();
        }
    }

    private LaunchedJar server(String jar) throws IOException {
        return launcher.server(jar, "--realm", folder.path().toString(), "--quiet");
    }

    /** The disk gives an error for every sync; whatever the AS then says, it is not that the key is stored. */
    @Test
    void keyUpdateIsRefusedWhenTheDiskDoesNotSync() throws Exception {
        try (LaunchedJar as = server("as-server.jar")) {
            as.awaitReady();
            KeyUpdates updates = KeyUpdates.of(folder);
            LabClient client = updates.client(folder);
            try (KeyUpdates.Update update = updates.prepare(LabFolder.ALICE, "another password")) {
                Strace.whileFailing(as.pid(), "fdatasync,fsync", () -> {
                    assertThat(catchThrowable(update::send))
                            .asInstanceOf(InstanceOfAssertFactories.throwable(ErrorReply.class))
                            .extracting(reply -> reply.error().code())
                            .isEqualTo(ErrorCode.KRB_ERR_GENERIC);
                    // Reading needs no disk that writes.
                    assertThat(client.login().client()).isEqualTo(LabFolder.ALICE);
                });
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
}
