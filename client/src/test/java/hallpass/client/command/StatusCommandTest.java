package hallpass.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.client.ExitCode;
import hallpass.client.command.CommandRun.Outcome;
import hallpass.trace.Party;
import org.junit.jupiter.api.Test;

/** How the servers are, and whose clock is off. */
class StatusCommandTest extends ShellAtServers {
    @Test
    void showsHowTheServersAre() {
        Outcome outcome = shell.run("status");

        assertThat(outcome.exit()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out().lines())
                .hasSize(5)
                .allMatch(line -> line.endsWith("ready") && line.length() <= 80)
                .map(line -> line.substring(0, line.indexOf(' ')))
                .containsExactly("as", "tgs", "service", "ca", "app");
    }

    @Test
    void showsWhichServerIsDown() {
        servers.stop(Party.CA);

        Outcome outcome = shell.run("status");

        assertThat(outcome.exit()).isEqualTo(ExitCode.UNAVAILABLE.number());
        assertThat(outcome.out()).containsPattern("(?m)^ca .* unreachable$");
        assertThat(outcome.err()).contains("scripts/ca-server.sh").hasLineCount(1);
    }

    @Test
    void showsWhichClockIsOff() {
        Outcome outcome = shell.run("status", "--clock-offset", "+10m");

        assertThat(outcome.exit()).isEqualTo(ExitCode.CLOCK.number());
        assertThat(outcome.err())
                .isEqualTo(
                        "hallpass: this machine's clock is 10 min ahead of all the servers', where 5 min would be allowed: "
                                + "set it right, or leave out --clock-offset\n");
    }
}
