package hallpass.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.client.ServerStatus;
import hallpass.client.ServerStatus.Answered;
import hallpass.console.ExitCode;
import hallpass.message.Party;
import hallpass.message.StatusRep;
import hallpass.protocol.StatusReporter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusAssessmentTest {
    private static final Duration SKEW = Duration.ofMinutes(5);

    @Test
    void reportsNothingForReadyServersWithinSkew() {
        StatusAssessment verdict = assess(answered(Party.AS, "as", StatusReporter.READY, SKEW));

        assertThat(verdict.exit()).isEqualTo(ExitCode.OK);
        assertThat(verdict.problems()).isEmpty();
    }

    @Test
    void namesServerWithSkewedClock() {
        StatusAssessment verdict = assess(
                answered(Party.AS, "as", StatusReporter.READY, Duration.ZERO),
                answered(Party.TGS, "tgs", StatusReporter.READY, Duration.ofHours(1)));

        assertThat(verdict.exit()).isEqualTo(ExitCode.CLOCK_SKEW);
        assertThat(verdict.problems())
                .containsExactly("the clock of tgs is 1 h ahead of this machine's, and 5 min are allowed: "
                        + "correct the wrong one");
    }

    @Test
    void blamesLocalClockWhenAllServersAgree() {
        StatusAssessment verdict = assess(
                answered(Party.AS, "as", StatusReporter.READY, Duration.ofHours(1)),
                answered(Party.TGS, "tgs", StatusReporter.READY, Duration.ofHours(1)));

        assertThat(verdict.problems()).singleElement().asString().startsWith("this machine's clock is 1 h behind");
    }

    @Test
    void reportsAnotherServerAtTheAddress() {
        StatusAssessment verdict = assess(answered(Party.AS, "app\u001b", StatusReporter.READY, Duration.ZERO));

        assertThat(verdict.exit()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(verdict.problems())
                .containsExactly("127.0.0.1:8801 is not as but app\\u{1b}: check the addresses in realm.toml");
    }

    @Test
    void isUnavailableWhileAServerWaits() {
        assertThat(assess(answered(Party.APP, "app", "waiting for ca", Duration.ZERO))
                        .exit())
                .isEqualTo(ExitCode.UNAVAILABLE);
    }

    private static StatusAssessment assess(ServerStatus... all) {
        return new StatusAssessment(List.of(all), SKEW);
    }

    private static Answered answered(Party party, String role, String state, Duration ahead) {
        StatusRep reply = new StatusRep(role, "name", Instant.EPOCH, "classic", "test", state, 0L);
        return new Answered(party, 1, "127.0.0.1:8801", reply, Duration.ofMillis(1), ahead);
    }
}
