package hallpass.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisplayWidthTest {
    @ParameterizedTest
    @CsvSource({
        "alice, 5",
        "田中太郎, 8",
        "김민준, 6",
        "ﾀﾅｶ, 3",
        "Ａｌ, 4",
        "Zoé, 3",
        "نور, 3",
        "नमस्ते, 4",
        "e\u0301, 1",
        "\u1112\u1161\u11ab, 2",
        "a\u200db, 2",
        "←✓, 2",
        "\ud83d\ude00, 2",
        "\ud842\udfb7, 2"
    })
    void countsColumns(String text, int columns) {
        assertThat(DisplayWidth.of(text)).isEqualTo(columns);
        assertThat(DisplayWidth.of(DisplayWidth.pad(text, 10))).isEqualTo(10);
    }

    @Test
    void cutsAtColumn() {
        assertThat(DisplayWidth.prefixLength("田中太郎", 5)).isEqualTo(2);
        assertThat(DisplayWidth.prefixLength("e\u0301e\u0301", 1)).isEqualTo(2);
        assertThat(DisplayWidth.pad("田中太郎", 3)).isEqualTo("田中太郎");
    }
}
