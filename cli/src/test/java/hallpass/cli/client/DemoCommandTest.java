package hallpass.cli.client;

import static hallpass.cli.client.StubServers.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hallpass.cli.client.TestShell.ShellResult;
import hallpass.console.ExitCode;
import hallpass.message.Party;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DemoCommandTest extends CommandTestBase {
    @Test
    void runsWholeDemo() throws Exception {
        ShellResult outcome = shell.withInput(PASSWORD + "\nnewer\n").run("demo", "--password-stdin");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out()).contains("All 9 steps succeeded.");
        for (String message : List.of(
                "K1", "K2", "K3", "K4", "K5", "K6", "K7", "K8", "K9", "K10", "P3", "P4", "P5", "P6", "P7", "P8")) {
            assertThat(outcome.out()).containsPattern("(<-|->) " + message + " ");
        }
        assertThat(outcome.out().lines())
                .allMatch(line -> line.isEmpty() || (line.length() <= 80 && line.startsWith("client")));
        assertThat(cacheFile()).as("cache of the user").doesNotExist();
    }

    @Test
    void pausesUntilFileIsRemoved() throws Exception {
        Path file = folder.resolve("pause");
        CompletableFuture<ShellResult> demo = CompletableFuture.supplyAsync(() ->
                shell.withInput(PASSWORD + "\nnewer\n").run("demo", "--password-stdin", "--pause", file.toString()));
        await().until(() -> Files.exists(file));

        assertThat(servers.aliceKeyVersion()).as("before the key update").isEqualTo(1);
        assertThat(demo).isNotDone();
        Files.delete(file);

        assertThat(demo.get(5, TimeUnit.MINUTES).out()).contains("All 9 steps succeeded.");
    }

    @Test
    void continuesWithPkiWhenTheTgsIsDown() {
        servers.stop(Party.TGS);

        ShellResult outcome = shell.withInput(PASSWORD + "\nnewer\n").run("demo", "--password-stdin");

        assertThat(outcome.exit()).isEqualTo(ExitCode.UNAVAILABLE.number());
        assertThat(outcome.out())
                .contains("Skipped the rest of this part.", "ok ID-Client1 reads the memo")
                .doesNotContain("steps succeeded");
    }
}
