package hallpass.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.message.ErrorCode;
import hallpass.message.StatusReq;
import hallpass.protocol.StatusReporter;
import hallpass.trace.TraceEvent.MessageSent;
import hallpass.trace.TraceEvent.RefusalRaised;
import hallpass.trace.TraceSink;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HealthTest {
    private Optional<String> logProblem = Optional.empty();
    private final Health health = new Health(() -> logProblem);
    private final TraceSink traceSink = health.observing(TraceSink.NONE);

    @Test
    void reportsWhatItWaitsForUntilReady() {
        health.setWaitingFor("waits for ca");
        assertThat(health.state()).isEqualTo("waits for ca");
        health.markReady();
        assertThat(health.state()).isEqualTo(StatusReporter.READY);
    }

    @Test
    void reportsLostDependencyUntilRequestSucceeds() {
        health.markReady();
        traceSink.write(List.of(new RefusalRaised(ErrorCode.HP_ERR_UNAVAILABLE, "the store does not answer")));
        assertThat(health.state()).isEqualTo("cannot serve: the store does not answer");
        assertThat(StatusReporter.isReady(health.state())).isFalse();

        traceSink.write(List.of(new RefusalRaised(ErrorCode.KRB_AP_ERR_SKEW, "clocks")));
        assertThat(StatusReporter.isReady(health.state())).isFalse();
        traceSink.write(List.of(new MessageSent(new StatusReq(), "127.0.0.1:1")));
        assertThat(health.state()).isEqualTo(StatusReporter.READY);
    }

    @Test
    void staysReadyWithoutLogAndReportsIt() {
        health.markReady();
        logProblem = Optional.of("its log cannot be written");
        assertThat(health.state()).isEqualTo("ready, but its log cannot be written");
        assertThat(StatusReporter.isReady(health.state())).isTrue();
    }
}
