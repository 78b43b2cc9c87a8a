package hallpass.it;

import static hallpass.it.LabFolder.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hallpass.audit.Verification;
import hallpass.audit.Verification.Fault;
import hallpass.audit.Verification.Result;
import hallpass.client.ExitCode;
import hallpass.client.Failure;
import hallpass.message.PrincipalName;
import hallpass.realm.RealmProblem;
import hallpass.trace.Party;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the audit logs of real processes hold, whatever happens to these processes. */
class AuditTest {
    private static final int USERS_AT_ONCE = 4;
    private static final int KILLS = 3;

    @TempDir
    private Path temporary;

    private RealmOfJars realm;
    private volatile boolean killed;

    @BeforeEach
    void makeARealm() throws RealmProblem {
        realm = RealmOfJars.in(temporary);
    }

    @AfterEach
    void endItsProcesses() {
        killed = true;
        realm.close();
    }

    private Path log(Party party) {
        return realm.folder().path().resolve(party.id()).resolve("audit.jsonl");
    }

    private String text(Party party) throws IOException {
        return Files.readString(log(party));
    }

    private long lines(Party party, String event) throws IOException {
        return text(party)
                .lines()
                .filter(line -> line.contains('"' + event + '"'))
                .count();
    }

    private List<Fault> faults() throws RealmProblem {
        return Verification.of(realm.folder().open()).stream()
                .map(Result::faults)
                .flatMap(List::stream)
                .toList();
    }

    @Test
    void tellsOfEveryStepAndOfNothingSecret() throws Exception {
        realm.startAll();
        LabClient client = realm.client();
        client.assertBothFlowsWork();
        client.kerberos().request(client.token(client.login()), "notes put shopping milk and eggs");
        client.updateKey(ALICE, LabFolder.ALICE_PASSWORD, "a new password");
        Failures.failure(() -> client.login(new PrincipalName("e\nv\u202ee\u001b[2J"), "x"));
        Party.SERVERS.forEach(this::stop);

        assertThat(text(Party.AS)).contains("ticket-issued", "key-updated", "server-started", "server-stopped");
        assertThat(text(Party.AS)).contains("\"client\":\"e\\nv\\u202Ee\\u001B[2J\"");
        assertThat(text(Party.TGS)).contains("token-issued", "\"server\":\"desk/localhost\",\"keyVersion\":\"1\"");
        assertThat(text(Party.SERVICE))
                .contains("client-authenticated", "\"resource\":\"notes\"")
                .doesNotContain("milk");
        assertThat(text(Party.CA)).contains("certificate-issued", "\"server\":\"ID-Server\"");
        assertThat(text(Party.APP)).contains("certificate-shown", "session-opened", "served");
        assertThat(faults()).isEmpty();
    }

    private void stop(Party party) {
        try {
            realm.stop(party);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void holdsTogetherAfterTheServerIsKilledUnderLoad() throws Exception {
        for (int i = 0; i < KILLS; i++) {
            realm.start(Party.AS).awaitReady();
            killed = false;
            long before = lines(Party.AS, "ticket-issued");
            List<Thread> users = new ArrayList<>();
            for (int user = 0; user < USERS_AT_ONCE; user++) {
                LabClient client = realm.client();
                users.add(new Thread(() -> loginUntilItIsKilled(client)));
            }
            users.forEach(Thread::start);
            await().until(() -> lines(Party.AS, "ticket-issued") > before + 50);
            killed = true;
            realm.kill(Party.AS);
            for (Thread user : users) {
                user.join();
            }

            assertThat(faults()).isEmpty();
        }
        realm.start(Party.AS).awaitReady();
        realm.stop(Party.AS);

        assertThat(faults()).isEmpty();
        assertThat(text(Party.AS)).contains("resumed").doesNotContain("broken-chain-found");
    }

    private void loginUntilItIsKilled(LabClient client) {
        boolean there = true;
        while (there) {
            try {
                client.login();
            } catch (Failure e) {
                // On a busy machine an answer may come too late: who is told so asks again.
                there = !killed && Failures.isNoAnswer(e);
            }
        }
    }

    @Test
    void refusesWhileNoLineCanBeWrittenAndGoesOnAfterwards() throws Exception {
        LaunchedJar as = realm.start(Party.AS).awaitReady();
        LabClient client = realm.client();
        client.login();

        // As a full disk does it: no file of this process may grow beyond here.
        limitFiles(as, String.valueOf(Files.size(log(Party.AS)) + 1500));
        await().until(() -> isRefused(client));
        assertThat(Failures.failure(client::login).exit()).isEqualTo(ExitCode.UNAVAILABLE);
        realm.awaitStatus(status -> assertThat(status.text()).as("%s", status).contains("cannot write its audit log"));
        assertThat(faults()).isEmpty();

        limitFiles(as, "unlimited");
        client.login();
        realm.stop(Party.AS);

        assertThat(faults()).isEmpty();
        assertThat(text(Party.AS)).contains("\"event\":\"resumed\"");
    }

    /** An answer that only comes too late is no refusal. */
    private static boolean isRefused(LabClient client) {
        try {
            client.login();
            return false;
        } catch (Failure e) {
            return !Failures.isNoAnswer(e);
        }
    }

    private static void limitFiles(LaunchedJar server, String bytes) throws IOException, InterruptedException {
        // The soft limit alone: only the superuser can raise a hard one again.
        Process prlimit = new ProcessBuilder("prlimit", "--pid", String.valueOf(server.pid()), "--fsize=" + bytes + ":")
                .inheritIO()
                .start();
        assertThat(prlimit.waitFor()).isZero();
    }
}
