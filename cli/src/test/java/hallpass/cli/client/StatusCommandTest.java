package hallpass.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.cli.client.TestShell.ShellResult;
import hallpass.console.ExitCode;
import hallpass.message.Party;
import org.junit.jupiter.api.Test;

class StatusCommandTest extends CommandTestBase {
    @Test
    void showsServerStatus() {
        ShellResult outcome = shell.run("status");

        assertThat(outcome.exit()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out().lines())
                .hasSize(5)
                .allMatch(line -> line.endsWith("ready") && line.length() <= 80)
                .map(line -> line.substring(0, line.indexOf(' ')))
                .containsExactly("as", "tgs", "service", "ca", "app");
    }

    @Test
    void showsUnreachableServer() {
        servers.stop(Party.CA);

        ShellResult outcome = shell.run("status");

        assertThat(outcome.exit()).isEqualTo(ExitCode.UNAVAILABLE.number());
        assertThat(outcome.out()).containsPattern("(?m)^ca .* unreachable$");
        assertThat(outcome.err()).contains("scripts/ca-server.sh").hasLineCount(1);
    }

    @Test
    void showsLocalClockSkew() {
        ShellResult outcome = shell.run("status", "--clock-offset", "+10m");

        assertThat(outcome.exit()).isEqualTo(ExitCode.CLOCK_SKEW.number());
        assertThat(outcome.err())
                .isEqualTo("hallpass: this machine's clock is 10 min ahead of all servers, and 5 min are allowed: "
                        + "correct it, or omit --clock-offset\n");
    }
}
