package hallpass.client.command;

import static hallpass.client.command.FakeServers.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.client.ExitCode;
import hallpass.client.command.CommandRun.Outcome;
import hallpass.client.credential.CredentialCache;
import hallpass.testkit.ScriptedClock;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of commands share: at noon, a shell in a realm whose servers run. */
abstract class ShellAtServers {
    final ScriptedClock clock = new ScriptedClock(Instant.parse("2026-01-01T12:00:00Z"));

    @TempDir
    Path folder;

    FakeServers servers;
    CommandRun shell;

    @BeforeEach
    void start() throws Exception {
        servers = FakeServers.start(folder.resolve("realm"), clock);
        shell = CommandRun.in(folder, clock)
                .with("HALLPASS_REALM", folder.resolve("realm").toString());
    }

    @AfterEach
    void stop() {
        servers.close();
    }

    final void login() {
        assertThat(shell.typing(PASSWORD).run("login", "alice").exit()).isZero();
    }

    final void register() {
        assertThat(shell.run("pki", "register").exit()).isZero();
    }

    static void assertFailure(Outcome outcome, ExitCode exit, String words) {
        assertThat(outcome.err()).startsWith("hallpass: ").contains(words).hasLineCount(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.exit()).isEqualTo(exit.number());
    }

    final Path cache() {
        return CredentialCache.of(servers.realm(), Map.of(), folder).file();
    }
}
