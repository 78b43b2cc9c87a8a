package hallpass.server;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.message.ErrorCode;
import hallpass.message.StatusReq;
import hallpass.protocol.Status;
import hallpass.trace.Narrator;
import hallpass.trace.TraceEvent.Refused;
import hallpass.trace.TraceEvent.Sent;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HealthTest {
    private Optional<String> logProblem = Optional.empty();
    private final Health health = new Health(() -> logProblem);
    private final Narrator narrator = health.listening(Narrator.SILENT);

    @Test
    void saysWhatItWaitsForUntilItIsReady() {
        health.waitsFor("waits for ca");
        assertThat(health.state()).isEqualTo("waits for ca");
        health.ready();
        assertThat(health.state()).isEqualTo(Status.READY);
    }

    @Test
    void saysThatItLostWhatItNeedsUntilItServesAgain() {
        health.ready();
        narrator.tell(List.of(new Refused(ErrorCode.HP_ERR_UNAVAILABLE, "the store does not answer")));
        assertThat(health.state()).isEqualTo("cannot serve: the store does not answer");
        assertThat(Status.isReady(health.state())).isFalse();

        narrator.tell(List.of(new Refused(ErrorCode.KRB_AP_ERR_SKEW, "clocks")));
        assertThat(Status.isReady(health.state())).isFalse();
        narrator.tell(List.of(new Sent(new StatusReq(), "127.0.0.1:1")));
        assertThat(health.state()).isEqualTo(Status.READY);
    }

    @Test
    void servesWithoutALogAndSaysSo() {
        health.ready();
        logProblem = Optional.of("its log cannot be written");
        assertThat(health.state()).isEqualTo("ready, but its log cannot be written");
        assertThat(Status.isReady(health.state())).isTrue();
    }
}
