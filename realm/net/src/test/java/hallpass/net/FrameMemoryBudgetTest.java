package hallpass.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FrameMemoryBudgetTest {
    @Test
    void reservesUntilExhausted() {
        FrameMemoryBudget memory = new FrameMemoryBudget(100);

        assertThat(memory.tryReserve(60)).isTrue();
        assertThat(memory.tryReserve(41)).isFalse();
        assertThat(memory.tryReserve(40)).isTrue();
        assertThat(memory.tryReserve(1)).isFalse();
    }

    @Test
    void reservesReleasedMemory() {
        FrameMemoryBudget memory = new FrameMemoryBudget(100);
        assertThat(memory.tryReserve(100)).isTrue();

        memory.release(30);

        assertThat(memory.tryReserve(31)).isFalse();
        assertThat(memory.tryReserve(30)).isTrue();
    }
}
