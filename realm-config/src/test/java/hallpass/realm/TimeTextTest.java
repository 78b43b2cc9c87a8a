package hallpass.realm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TimeTextTest {
    private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");

    @Test
    void readsClocksThatAreAheadAndBehind() throws Exception {
        assertThat(TimeText.offset("10m", NOW)).isEqualTo(Duration.ofMinutes(10));
        assertThat(TimeText.offset("+90s", NOW)).isEqualTo(Duration.ofSeconds(90));
        assertThat(TimeText.offset("-250ms", NOW)).isEqualTo(Duration.ofMillis(-250));
    }

    @Test
    void letsClockGoBackToTheBeginningOfTimesAndNoFurther() throws Exception {
        long all = NOW.getEpochSecond();
        assertThat(NOW.plus(TimeText.offset("-" + all + "s", NOW))).isEqualTo(Instant.EPOCH);
        assertThatExceptionOfType(RealmProblem.class)
                .isThrownBy(() -> TimeText.offset("-" + (all + 1) + "s", NOW))
                .withMessage("it may be at most 20779d");
    }

    @Test
    void letsNoSpanBeLongerThanTimesOnTheWireAllow() throws Exception {
        assertThat(TimeText.span("20000d")).isEqualTo(Duration.ofDays(20_000));
        for (String text : new String[] {"20001d", "9999999999d", "+20001d"}) {
            assertThatExceptionOfType(RealmProblem.class)
                    .isThrownBy(() -> TimeText.offset(text, NOW))
                    .withMessage("it may be at most 20000d");
        }
    }

    @Test
    void saysHowSpansAreWritten() {
        for (String text : new String[] {"", "10", "m", "-10m", "1.5h", "10000000000s", "10 m", "10w"}) {
            assertThatExceptionOfType(RealmProblem.class)
                    .isThrownBy(() -> TimeText.span(text))
                    .withMessageStartingWith("write it as 10m, 90s or 2h");
        }
    }
}
