package hallpass.integration.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hallpass.fixtures.PostgresServer;
import hallpass.integration.harness.InProcessRealm;
import hallpass.integration.harness.RealmFixture;
import hallpass.integration.harness.ReliabilityRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** G19: a backup at any moment under load contains every change that was acknowledged before. */
@Timeout(3600)
class BackupUnderLoadTest {
    private static final int DEFAULT_MOMENTS = 3;

    @TempDir
    private Path temporary;

    @Test
    void restoresEachMomentOnSqlite() throws Exception {
        assumeTrue(ReliabilityRun.includesStore("sqlite"));
        run("sqlite", RealmFixture.create(temporary.resolve("realm"), Map.of()));
    }

    @Test
    void restoresEachMomentOnPostgres() throws Exception {
        assumeTrue(ReliabilityRun.includesStore("postgres"));
        PostgresServer server = PostgresServer.shared();
        run("postgres", RealmFixture.create(temporary.resolve("realm"), Map.of(), server, server.createDatabase()));
    }

    private void run(String store, RealmFixture folder) throws Exception {
        int moments = ReliabilityRun.roundsOr(DEFAULT_MOMENTS);
        try (InProcessRealm realm = new InProcessRealm(folder).startAll();
                BackupRun run = new BackupRun(realm, temporary, store)) {
            List<String> faults = run.run(moments);

            System.out.println("g19, " + store + ": " + run.report());
            assertThat(faults).isEmpty();
        }
    }
}
