package hallpass.integration.crash;

import static hallpass.integration.harness.RealmFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hallpass.audit.AuditLogVerifier;
import hallpass.audit.AuditLogVerifier.LogFault;
import hallpass.audit.AuditLogVerifier.LogResult;
import hallpass.cli.ErrorTable;
import hallpass.client.ClientException;
import hallpass.config.RealmException;
import hallpass.console.ExitCode;
import hallpass.integration.harness.FailureAssertions;
import hallpass.integration.harness.InProcessRealm;
import hallpass.integration.harness.JarProcess;
import hallpass.integration.harness.MultiProcessRealm;
import hallpass.integration.harness.RealmFixture;
import hallpass.integration.harness.TestClient;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Audit logs of the servers: their content, kills under load and a full disk. */
class AuditDurabilityTest {
    private static final int CONCURRENT_USERS = 4;
    private static final int KILLS = 3;

    @TempDir
    private Path temporary;

    private MultiProcessRealm realm;
    private volatile boolean killed;

    @BeforeEach
    void makeRealm() throws RealmException {
        realm = MultiProcessRealm.create(temporary);
    }

    @AfterEach
    void stopServers() {
        killed = true;
        realm.close();
    }

    private Path log(Party party) {
        return realm.folder().path().resolve(party.id()).resolve("audit.jsonl");
    }

    private String text(Party party) throws IOException {
        return Files.readString(log(party));
    }

    private long countEvents(Party party, String event) throws IOException {
        return text(party)
                .lines()
                .filter(line -> line.contains('"' + event + '"'))
                .count();
    }

    private List<LogFault> faults() throws RealmException {
        return AuditLogVerifier.verify(realm.folder().open()).stream()
                .map(LogResult::faults)
                .flatMap(List::stream)
                .toList();
    }

    @Test
    void recordsEveryStepWithoutSecrets() throws Exception {
        try (InProcessRealm servers = new InProcessRealm(realm.folder()).startAll()) {
            TestClient client = servers.client();
            client.assertBothFlowsWork();
            client.kerberos().request(client.token(client.login()), "notes put shopping milk and eggs");
            client.updateKey(ALICE, RealmFixture.ALICE_PASSWORD, "a new password");
            FailureAssertions.failureOf(() -> client.login(new PrincipalName("e\nv\u202ee\u001b[2J"), "x"));
        }

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

    @Test
    void chainSurvivesKillUnderLoad() throws Exception {
        for (int i = 0; i < KILLS; i++) {
            realm.start(Party.AS).awaitReady();
            killed = false;
            long before = countEvents(Party.AS, "ticket-issued");
            List<Thread> users = new ArrayList<>();
            for (int user = 0; user < CONCURRENT_USERS; user++) {
                TestClient client = realm.client();
                users.add(new Thread(() -> loginUntilKilled(client)));
            }
            users.forEach(Thread::start);
            await().until(() -> countEvents(Party.AS, "ticket-issued") > before + 50);
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

    private void loginUntilKilled(TestClient client) {
        boolean running = true;
        while (running) {
            try {
                client.login();
            } catch (ClientException e) {
                // On a busy machine a reply can be late: retry until the server is killed.
                running = !killed && FailureAssertions.isUnanswered(e);
            }
        }
    }

    @Test
    void refusesRequestsWhileLogCannotBeWritten() throws Exception {
        JarProcess as = realm.start(Party.AS).awaitReady();
        TestClient client = realm.client();
        client.login();

        // Like a full disk: the files of this process cannot grow any further.
        limitFileSize(as, String.valueOf(Files.size(log(Party.AS)) + 1500));
        await().until(() -> isRefused(client));
        assertThat(ErrorTable.explain(FailureAssertions.failureOf(client::login))
                        .exit())
                .isEqualTo(ExitCode.UNAVAILABLE);
        realm.awaitStatus(
                status -> assertThat(status.output()).as("%s", status).contains("cannot write its audit log"));
        assertThat(faults()).isEmpty();

        limitFileSize(as, "unlimited");
        client.login();
        realm.stop(Party.AS);

        assertThat(faults()).isEmpty();
        assertThat(text(Party.AS)).contains("\"event\":\"resumed\"");
    }

    /** Whether the server refuses a login; a late reply is not a refusal. */
    private static boolean isRefused(TestClient client) {
        try {
            client.login();
            return false;
        } catch (ClientException e) {
            return !FailureAssertions.isUnanswered(e);
        }
    }

    private static void limitFileSize(JarProcess server, String bytes) throws IOException, InterruptedException {
        // The soft limit only, because raising a hard limit again needs root.
        Process prlimit = new ProcessBuilder("prlimit", "--pid", String.valueOf(server.pid()), "--fsize=" + bytes + ":")
                .inheritIO()
                .start();
        assertThat(prlimit.waitFor()).isZero();
    }
}
