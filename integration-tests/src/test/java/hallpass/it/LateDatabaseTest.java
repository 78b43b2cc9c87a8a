package hallpass.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hallpass.client.ExitCode;
import hallpass.client.ServerStatus;
import hallpass.client.StatusCheck;
import hallpass.it.LaunchedJar.Launcher;
import hallpass.testkit.PostgresServer;
import hallpass.trace.Party;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** G12: the database comes after all the servers, which listen meanwhile, say what they wait for, and need nobody's help. */
class LateDatabaseTest {
    /** In a build it comes as soon as all have said what they wait for. */
    private static final Duration LATE = Rounds.longForm() ? Duration.ofSeconds(10) : Duration.ZERO;
    /** On a machine that has nothing else to do. */
    private static final Duration READY_WITHIN = Duration.ofSeconds(15);

    @TempDir
    private Path temporary;

    @Test
    void serversThatWereThereBeforeTheDatabaseServeSoonAfterIt() throws Exception {
        try (PostgresServer database = PostgresServer.start()) {
            LabFolder folder = LabFolder.in(temporary.resolve("realm"), Map.of(), database, database.newDatabase());
            database.stop();
            long started = System.nanoTime();
            try (RealmOfJars realm = new RealmOfJars(folder, Launcher.here(RealmOfJars.environment(temporary)))) {
                for (Party party : Party.SERVERS) {
                    realm.start(party);
                }
                for (Party party : Party.SERVERS) {
                    realm.server(party).awaitLine(line -> line.startsWith(party.id() + " waits for "));
                }
                LabClient client = realm.client();
                // On a busy machine a server that listens may not answer in time.
                await().untilAsserted(() -> assertListenMeanwhile(client));

                Moment.await(started + LATE.toNanos());
                Duration late = since(started);
                database.run();
                long there = System.nanoTime();
                for (Party party : Party.SERVERS) {
                    realm.server(party).awaitReady();
                }
                Duration took = since(there);

                realm.client().assertBothFlowsWork();
                System.out.printf(
                        "g12, postgres: the database %d ms late, all five servers ready %d ms after it%n",
                        late.toMillis(), took.toMillis());
                if (Rounds.longForm()) {
                    assertThat(took).isLessThan(READY_WITHIN);
                }
            }
        }
    }

    private static void assertListenMeanwhile(LabClient client) {
        assertThat(new StatusCheck(client.setting()).run()).hasSize(5).allSatisfy(status -> {
            assertThat(status).isInstanceOf(ServerStatus.Answered.class);
            assertThat(status.isReady()).as(status.label()).isFalse();
            assertThat(((ServerStatus.Answered) status).reply().state()).startsWith("waits for ");
        });
        assertThat(Failures.failure(client::login).exit()).isEqualTo(ExitCode.UNAVAILABLE);
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
