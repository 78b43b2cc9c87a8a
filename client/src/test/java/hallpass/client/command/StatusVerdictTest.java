package hallpass.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.client.ExitCode;
import hallpass.client.ServerStatus;
import hallpass.client.ServerStatus.Answered;
import hallpass.message.StatusRep;
import hallpass.protocol.Status;
import hallpass.trace.Party;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusVerdictTest {
    private static final Duration SKEW = Duration.ofMinutes(5);

    @Test
    void hasNothingToSayOfServersThatAreReadyWithinTheSkew() {
        StatusVerdict verdict = verdict(answered(Party.AS, "as", Status.READY, SKEW));

        assertThat(verdict.exit()).isEqualTo(ExitCode.OK);
        assertThat(verdict.complaints()).isEmpty();
    }

    @Test
    void namesTheServerWhoseClockIsOff() {
        StatusVerdict verdict = verdict(
                answered(Party.AS, "as", Status.READY, Duration.ZERO),
                answered(Party.TGS, "tgs", Status.READY, Duration.ofHours(1)));

        assertThat(verdict.exit()).isEqualTo(ExitCode.CLOCK);
        assertThat(verdict.complaints())
                .containsExactly("the clock of tgs is 1 h ahead of this machine's, where 5 min would be allowed: "
                        + "set the wrong one right");
    }

    @Test
    void blamesItsOwnClockWhenAllOthersAgree() {
        StatusVerdict verdict = verdict(
                answered(Party.AS, "as", Status.READY, Duration.ofHours(1)),
                answered(Party.TGS, "tgs", Status.READY, Duration.ofHours(1)));

        assertThat(verdict.complaints()).singleElement().asString().startsWith("this machine's clock is 1 h behind");
    }

    @Test
    void noticesAnotherServerAtTheAddress() {
        StatusVerdict verdict = verdict(answered(Party.AS, "app\u001b", Status.READY, Duration.ZERO));

        assertThat(verdict.exit()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(verdict.complaints())
                .containsExactly("127.0.0.1:8801 is not as but app\\u{1b}: check the addresses in realm.toml");
    }

    @Test
    void isNotReadyWhileAServerWaits() {
        assertThat(verdict(answered(Party.APP, "app", "waiting for ca", Duration.ZERO))
                        .exit())
                .isEqualTo(ExitCode.UNAVAILABLE);
    }

    private static StatusVerdict verdict(ServerStatus... all) {
        return new StatusVerdict(List.of(all), SKEW);
    }

    private static Answered answered(Party party, String role, String state, Duration ahead) {
        StatusRep reply = new StatusRep(role, "name", Instant.EPOCH, "classic", "test", state, 0L);
        return new Answered(party, 1, "127.0.0.1:8801", reply, Duration.ofMillis(1), ahead);
    }
}
