package hallpass.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "alice", "krbtgt/HALLPASS.TEST", "Zoë O'Brien <z@example.org>", "名前", "\ud83d\udd11"})
    void keepsPrintableText(String text) {
        assertThat(PrintableText.escape(text)).isEqualTo(text);
    }

    @Test
    void escapesControlAndFormatCharacters() {
        assertThat(PrintableText.escape("a\nb\r\t\u0000\u001b[2J\u007f\u0085"))
                .isEqualTo("a\\u{a}b\\u{d}\\u{9}\\u{0}\\u{1b}[2J\\u{7f}\\u{85}");
        assertThat(PrintableText.escape("\u202e\u2066\u200b\u2028\ufeff\ud800\ue000"))
                .isEqualTo("\\u{202e}\\u{2066}\\u{200b}\\u{2028}\\u{feff}\\u{d800}\\u{e000}");
    }

    @Test
    void escapesBackslashes() {
        assertThat(PrintableText.escape("\\u{a}")).isEqualTo("\\u{5c}u{a}").isNotEqualTo(PrintableText.escape("\n"));
    }
}
