package hallpass.integration.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hallpass.cli.ErrorTable;
import hallpass.client.ServerStatus;
import hallpass.client.StatusQuery;
import hallpass.console.ExitCode;
import hallpass.fixtures.PostgresServer;
import hallpass.integration.harness.FailureAssertions;
import hallpass.integration.harness.JarProcess.JarLauncher;
import hallpass.integration.harness.MultiProcessRealm;
import hallpass.integration.harness.RealmFixture;
import hallpass.integration.harness.ReliabilityRun;
import hallpass.integration.harness.TestClient;
import hallpass.message.Party;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** G12: servers wait for a database that starts after them, and report what they wait for. */
class LateDatabaseTest {
    /** In a build the database starts as soon as all servers wait for it. */
    private static final Duration DELAY = ReliabilityRun.isLong() ? Duration.ofSeconds(10) : Duration.ZERO;
    /** On an idle machine. */
    private static final Duration READY_WITHIN = Duration.ofSeconds(15);

    @TempDir
    private Path temporary;

    @Test
    void serversBecomeReadyOnceDatabaseStarts() throws Exception {
        try (PostgresServer database = PostgresServer.start()) {
            RealmFixture folder =
                    RealmFixture.create(temporary.resolve("realm"), Map.of(), database, database.createDatabase());
            database.stop();
            long started = System.nanoTime();
            try (MultiProcessRealm realm =
                    new MultiProcessRealm(folder, JarLauncher.shortLived(MultiProcessRealm.environment(temporary)))) {
                for (Party party : Party.SERVERS) {
                    realm.start(party);
                }
                for (Party party : Party.SERVERS) {
                    realm.server(party).awaitLine(line -> line.startsWith(party.id() + " waits for "));
                }
                TestClient client = realm.client();
                // On a busy machine a server can answer late.
                await().untilAsserted(() -> assertWaitingForDatabase(client));

                NanoTimes.sleepUntil(started + DELAY.toNanos());
                Duration delay = since(started);
                database.restart();
                long databaseStarted = System.nanoTime();
                for (Party party : Party.SERVERS) {
                    realm.server(party).awaitReady();
                }
                Duration took = since(databaseStarted);

                realm.client().assertBothFlowsWork();
                System.out.printf(
                        "g12, postgres: database started %d ms after the servers; all ready %d ms later%n",
                        delay.toMillis(), took.toMillis());
                if (ReliabilityRun.isLong()) {
                    assertThat(took).isLessThan(READY_WITHIN);
                }
            }
        }
    }

    private static void assertWaitingForDatabase(TestClient client) {
        assertThat(new StatusQuery(client.settings()).queryAll()).hasSize(5).allSatisfy(status -> {
            assertThat(status).isInstanceOf(ServerStatus.Answered.class);
            assertThat(status.isReady()).as(status.label()).isFalse();
            assertThat(((ServerStatus.Answered) status).reply().state()).startsWith("waits for ");
        });
        assertThat(ErrorTable.explain(FailureAssertions.failureOf(client::login))
                        .exit())
                .isEqualTo(ExitCode.UNAVAILABLE);
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
