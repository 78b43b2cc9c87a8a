package hallpass.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DurationParserTest {
    private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");

    @Test
    void parsesPositiveAndNegativeOffsets() throws Exception {
        assertThat(DurationParser.parseOffset("10m", NOW)).isEqualTo(Duration.ofMinutes(10));
        assertThat(DurationParser.parseOffset("+90s", NOW)).isEqualTo(Duration.ofSeconds(90));
        assertThat(DurationParser.parseOffset("-250ms", NOW)).isEqualTo(Duration.ofMillis(-250));
    }

    @Test
    void limitsNegativeOffsetToEpoch() throws Exception {
        long all = NOW.getEpochSecond();
        assertThat(NOW.plus(DurationParser.parseOffset("-" + all + "s", NOW))).isEqualTo(Instant.EPOCH);
        assertThatExceptionOfType(RealmException.class)
                .isThrownBy(() -> DurationParser.parseOffset("-" + (all + 1) + "s", NOW))
                .withMessage("the maximum is 20779d");
    }

    @Test
    void limitsDurations() throws Exception {
        assertThat(DurationParser.parse("20000d")).isEqualTo(Duration.ofDays(20_000));
        for (String text : new String[] {"20001d", "9999999999d", "+20001d"}) {
            assertThatExceptionOfType(RealmException.class)
                    .isThrownBy(() -> DurationParser.parseOffset(text, NOW))
                    .withMessage("the maximum is 20000d");
        }
    }

    @Test
    void explainsFormat() {
        for (String text : new String[] {"", "10", "m", "-10m", "1.5h", "10000000000s", "10 m", "10w"}) {
            assertThatExceptionOfType(RealmException.class)
                    .isThrownBy(() -> DurationParser.parse(text))
                    .withMessageStartingWith("write a duration as 10m, 90s or 2h");
        }
    }
}
