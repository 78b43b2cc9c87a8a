package hallpass.integration.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hallpass.client.ExitCode;
import hallpass.client.ServerStatus;
import hallpass.client.StatusQuery;
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

/** G12: the database comes after all the servers, which listen meanwhile, say what they wait for, and need nobody's help. */
class LateDatabaseTest {
    /** In a build it comes as soon as all have said what they wait for. */
    private static final Duration DELAY = ReliabilityRun.isLong() ? Duration.ofSeconds(10) : Duration.ZERO;
    /** On a machine that has nothing else to do. */
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
                // On a busy machine a server that listens may not answer in time.
                await().untilAsserted(() -> assertWaitingForDatabase(client));

                NanoTimes.sleepUntil(started + DELAY.toNanos());
                Duration late = since(started);
                database.restart();
                long there = System.nanoTime();
                for (Party party : Party.SERVERS) {
                    realm.server(party).awaitReady();
                }
                Duration took = since(there);

                realm.client().assertBothFlowsWork();
                System.out.printf(
                        "g12, postgres: the database %d ms late, all five servers ready %d ms after it%n",
                        late.toMillis(), took.toMillis());
                if (ReliabilityRun.isLong()) {
                    assertThat(took).isLessThan(READY_WITHIN);
                }
            }
        }
    }

    private static void assertWaitingForDatabase(TestClient client) {
        assertThat(new StatusQuery(client.setting()).queryAll()).hasSize(5).allSatisfy(status -> {
            assertThat(status).isInstanceOf(ServerStatus.Answered.class);
            assertThat(status.isReady()).as(status.label()).isFalse();
            assertThat(((ServerStatus.Answered) status).reply().state()).startsWith("waits for ");
        });
        assertThat(FailureAssertions.failureOf(client::login).exit()).isEqualTo(ExitCode.UNAVAILABLE);
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
