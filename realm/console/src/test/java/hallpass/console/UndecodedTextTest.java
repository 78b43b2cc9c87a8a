package hallpass.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UndecodedTextTest {
    @Test
    void acceptsTextThatArrivedWhole() {
        assertThat(UndecodedText.find(
                        List.of("request", "Grüße", "田中太郎", "?", ""),
                        Map.of("HALLPASS_CACHE", "/tmp/ü", "OTHER", "\ufffd")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Gr\ufffd\ufffd\ufffd\ufffde", "\ufffd", "--realm=/tmp/\ufffd", "a\ufffdb"})
    void namesArgument(String argument) {
        assertThat(UndecodedText.find(List.of("user", "add", argument), Map.of()))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains('"' + argument + '"', "LC_ALL=C.UTF-8"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HALLPASS_REALM", "HALLPASS_CACHE", "XDG_STATE_HOME", "HOME"})
    void namesVariable(String name) {
        assertThat(UndecodedText.find(List.of("status"), Map.of(name, "/home/m\ufffdller")))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains(name, "LC_ALL=C.UTF-8"));
    }
}
