package hallpass.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InsecureScriptedRandomnessTest {
    @Test
    void countsOnFromCallToCall() {
        InsecureScriptedRandomness randomness = InsecureScriptedRandomness.countingFrom(0xfe);

        assertThat(randomness.bytes(3)).containsExactly(0xfe, 0xff, 0x00);
        assertThat(randomness.bytes(1)).containsExactly(0x01);
    }

    @Test
    void givesTheSameBytesForTheSameSeed() {
        assertThat(InsecureScriptedRandomness.seeded(1).bytes(64))
                .isEqualTo(InsecureScriptedRandomness.seeded(1).bytes(64))
                .isNotEqualTo(InsecureScriptedRandomness.seeded(2).bytes(64));
    }
}
