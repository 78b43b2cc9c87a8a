package hallpass.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import hallpass.message.ErrorCode;
import hallpass.trace.Check;
import hallpass.trace.TraceEvent;
import hallpass.trace.TraceEvent.CheckPerformed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClockSkewTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private final List<TraceEvent> traced = new ArrayList<>();
    private final ExchangeContext context = new ExchangeContext(NOW, "127.0.0.1", traced::add);
    private final ClockSkew skew = new ClockSkew(Duration.ofMinutes(5));

    @ParameterizedTest
    @ValueSource(longs = {-300_000, -299_999, -1, 0, 1, 299_999, 300_000})
    void acceptsClocksUpToFiveMinutesApart(long millis) throws Refusal {
        Instant claimed = NOW.plusMillis(millis);

        skew.check(claimed, context);

        assertThat(traced)
                .containsExactly(new CheckPerformed(Check.CLOCK_SKEW, claimed.toString(), NOW.toString(), true));
    }

    @ParameterizedTest
    @ValueSource(longs = {-300_001, 300_001, -600_000, 600_000, 251_635_000_000_000L, -1_767_268_800_000L})
    void refusesClocksMoreThanFiveMinutesApart(long millis) {
        Instant claimed = NOW.plusMillis(millis);

        Refusal refusal = catchThrowableOfType(Refusal.class, () -> skew.check(claimed, context));

        assertThat(refusal.code()).isEqualTo(ErrorCode.KRB_AP_ERR_SKEW);
        assertThat(refusal.reason()).isEqualTo("clocks: sender " + claimed + ", own " + NOW);
        assertThat(traced)
                .containsExactly(new CheckPerformed(Check.CLOCK_SKEW, claimed.toString(), NOW.toString(), false));
    }
}
