package hallpass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandEnvironmentTest {
    @Test
    void prefersHomeVariable() {
        assertThat(CommandEnvironment.homeFolder(Map.of("HOME", "/home/a"), "/root"))
                .contains(Path.of("/home/a"));
        assertThat(CommandEnvironment.homeFolder(Map.of(), "/root")).contains(Path.of("/root"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?", "relative", "."})
    void ignoresWhatIsNoAbsolutePath(String home) {
        assertThat(CommandEnvironment.homeFolder(Map.of("HOME", home), home)).isEmpty();
        assertThat(CommandEnvironment.homeFolder(Map.of("HOME", home), "/root")).contains(Path.of("/root"));
    }
}
