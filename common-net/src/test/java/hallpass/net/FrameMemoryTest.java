package hallpass.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FrameMemoryTest {
    @Test
    void givesUntilNothingIsLeft() {
        FrameMemory memory = new FrameMemory(100);

        assertThat(memory.take(60)).isTrue();
        assertThat(memory.take(41)).isFalse();
        assertThat(memory.take(40)).isTrue();
        assertThat(memory.take(1)).isFalse();
    }

    @Test
    void givesAgainWhatCameBack() {
        FrameMemory memory = new FrameMemory(100);
        assertThat(memory.take(100)).isTrue();

        memory.giveBack(30);

        assertThat(memory.take(31)).isFalse();
        assertThat(memory.take(30)).isTrue();
    }
}
