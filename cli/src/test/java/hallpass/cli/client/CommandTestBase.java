package hallpass.cli.client;

import static hallpass.cli.client.StubServers.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.cli.client.TestShell.ShellResult;
import hallpass.client.credential.CredentialCache;
import hallpass.client.credential.CredentialCacheException;
import hallpass.console.ExitCode;
import hallpass.fixtures.ManualClock;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Starts stub servers at noon and a shell in their realm. */
abstract class CommandTestBase {
    final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T12:00:00Z"));

    @TempDir
    Path folder;

    StubServers servers;
    TestShell shell;

    @BeforeEach
    void start() throws Exception {
        servers = StubServers.start(folder.resolve("realm"), clock);
        shell = TestShell.in(folder, clock)
                .withVariable("HALLPASS_REALM", folder.resolve("realm").toString());
    }

    @AfterEach
    void stop() {
        servers.close();
    }

    final void login() {
        assertThat(shell.withTypedPasswords(PASSWORD).run("login", "alice").exit())
                .isZero();
    }

    final void register() {
        assertThat(shell.run("pki", "register").exit()).isZero();
    }

    static void assertFailure(ShellResult outcome, ExitCode exit, String words) {
        assertThat(outcome.err()).startsWith("hallpass: ").contains(words).hasLineCount(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.exit()).isEqualTo(exit.number());
    }

    final Path cacheFile() throws CredentialCacheException {
        return CredentialCache.forRealm(servers.realm(), Map.of(), Optional.of(folder))
                .file();
    }
}
