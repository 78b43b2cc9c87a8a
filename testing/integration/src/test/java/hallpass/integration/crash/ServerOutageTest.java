package hallpass.integration.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hallpass.cli.ErrorTable;
import hallpass.client.ClientException;
import hallpass.client.ServerStatus;
import hallpass.client.StatusQuery;
import hallpass.client.credential.CachedTicket;
import hallpass.client.credential.CachedToken;
import hallpass.console.ExitCode;
import hallpass.integration.harness.FailureAssertions;
import hallpass.integration.harness.MultiProcessRealm;
import hallpass.integration.harness.RealmFixture;
import hallpass.integration.harness.ReliabilityRun;
import hallpass.integration.harness.TestClient;
import hallpass.integration.harness.Timeouts;
import hallpass.message.Party;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * G13: clients report an unavailable server at once and use it again as soon as it is back, without
 * a restart of other processes. A build takes all servers down together, a long run each of them
 * for half a minute.
 */
class ServerOutageTest {
    private static final Duration RECOVERED_WITHIN = Timeouts.deadline(Duration.ofSeconds(5));

    @TempDir
    private static Path temporary;

    private static MultiProcessRealm realm;
    private static TestClient client;
    private static CachedTicket ticket;
    private static CachedToken token;

    @BeforeAll
    static void startRealm() throws Exception {
        realm = MultiProcessRealm.create(temporary).startAll();
        client = realm.client();
        ticket = client.login();
        token = client.token(ticket);
        client.assertBothFlowsWork();
    }

    @AfterAll
    static void stopRealm() {
        realm.close();
    }

    @Test
    void reportsKilledServerAndRecovers() throws Exception {
        for (List<Party> servers : outages()) {
            for (Party party : servers) {
                realm.kill(party);
            }
            assertReportedUnavailable(servers);
            for (Party party : servers) {
                realm.start(party);
            }
            for (Party party : servers) {
                realm.server(party).awaitReady();
            }
            assertRecovered(servers);
        }
    }

    @Test
    void reportsSuspendedServerAndRecovers() throws Exception {
        for (List<Party> servers : outages()) {
            signal("STOP", servers);
            try {
                assertReportedUnavailable(servers);
            } finally {
                signal("CONT", servers);
            }
            assertRecovered(servers);
        }
    }

    private static List<List<Party>> outages() {
        return ReliabilityRun.isLong() ? Party.SERVERS.stream().map(List::of).toList() : List.of(Party.SERVERS);
    }

    private static void signal(String name, List<Party> parties) throws IOException, InterruptedException {
        for (Party party : parties) {
            String pid = String.valueOf(realm.server(party).pid());
            assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor())
                    .isZero();
        }
    }

    /** Once in a build; repeatedly for half a minute in a long run. */
    private static void assertReportedUnavailable(List<Party> servers) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        do {
            ExecutorService executor = Executors.newFixedThreadPool(servers.size());
            List<Future<Duration>> results = new ArrayList<>();
            for (Party party : servers) {
                results.add(executor.submit(() -> assertReportedUnavailable(party)));
            }
            for (Future<Duration> result : results) {
                result.get();
            }
            executor.shutdown();
        } while (ReliabilityRun.isLong() && System.nanoTime() < end);
    }

    private static Duration assertReportedUnavailable(Party server) {
        long started = System.nanoTime();
        ClientException failure = FailureAssertions.failureOf(() -> request(server));
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        assertThat(ErrorTable.explain(failure).exit())
                .as(ErrorTable.explain(failure).message())
                .isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(ErrorTable.explain(failure).message()).startsWith(server.id() + " is unreachable");
        assertThat(took).as("until the outage of %s was reported", server.id()).isLessThan(Timeouts.REPORTED_WITHIN);
        return took;
    }

    private static void assertRecovered(List<Party> servers) {
        for (Party party : servers) {
            await().atMost(RECOVERED_WITHIN).ignoreExceptions().untilAsserted(() -> request(party));
        }
    }

    /** Sends the request that a user sends to this server. */
    private static void request(Party server) throws ClientException {
        switch (server) {
            case AS -> client.login();
            case TGS -> client.token(ticket);
            case SERVICE -> assertThat(client.kerberos().request(token, "memo")).isEqualTo(RealmFixture.MEMO);
            case APP -> assertThat(client.memoByPki()).isEqualTo(RealmFixture.MEMO);
            case CA -> requestStatus(server);
            default -> throw new IllegalArgumentException(server + " is not a server");
        }
    }

    /** Users send the CA no other request. */
    private static void requestStatus(Party server) throws ClientException {
        for (ServerStatus status : new StatusQuery(client.settings()).queryAll()) {
            if (status instanceof ServerStatus.Unreachable unreachable && unreachable.party() == server) {
                throw unreachable.failure();
            }
        }
    }
}
