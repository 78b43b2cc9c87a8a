package hallpass.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import hallpass.cli.client.ReusablePassword;
import hallpass.client.ClientException;
import hallpass.client.PasswordSource;
import hallpass.trace.TerminalStyle;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PasswordInputTest {
    @Test
    void readsOneLineForEachPassword() throws Exception {
        PasswordInput passwords = fromStandardInput("old\nnew".getBytes(StandardCharsets.UTF_8));

        assertThat(passwords.next("").readPassword()).containsExactly('o', 'l', 'd');
        assertThat(passwords.nextNew("").readPassword()).containsExactly('n', 'e', 'w');
        assertRefused(passwords.next(""), "ended");
    }

    @Test
    void readsUtf8InAnyLocale() throws Exception {
        assertThat(fromStandardInput("pässwörd€\n".getBytes(StandardCharsets.UTF_8))
                        .next("")
                        .readPassword())
                .containsExactly("pässwörd€".toCharArray());
    }

    @Test
    void refusesInvalidUtf8() {
        assertRefused(fromStandardInput(new byte[] {(byte) 0xff, '\n'}).next(""), "UTF-8");
    }

    @Test
    void refusesAnEmptyLine() {
        assertRefused(fromStandardInput("\n".getBytes(StandardCharsets.UTF_8)).next(""), "empty");
    }

    @Test
    void enforcesMaximumLength() throws Exception {
        String longest = "x".repeat(PasswordInput.MAX_BYTES);

        assertThat(fromStandardInput(longest.getBytes(StandardCharsets.UTF_8))
                        .next("")
                        .readPassword())
                .hasSize(PasswordInput.MAX_BYTES);
        assertRefused(
                fromStandardInput((longest + "x").getBytes(StandardCharsets.UTF_8))
                        .next(""),
                "too long");
    }

    @Test
    void refusesReplacementCharacter() {
        assertRefused(new PasswordInput(terminal(new byte[0], Optional.of("p\ufffdss")), false).next(""), "LC_ALL");
    }

    @Test
    void readsReusablePasswordOnce() throws Exception {
        PasswordInput passwords = fromStandardInput("old\nnew\n".getBytes(StandardCharsets.UTF_8));
        try (ReusablePassword oldPassword = new ReusablePassword(passwords.next(""))) {
            assertThat(oldPassword.readPassword())
                    .isEqualTo(oldPassword.readPassword())
                    .isNotSameAs(oldPassword.readPassword());
        }
        assertThat(passwords.next("").readPassword()).containsExactly('n', 'e', 'w');
    }

    private static void assertRefused(PasswordSource source, String words) {
        assertThatExceptionOfType(ClientException.class)
                .isThrownBy(source::readPassword)
                .withMessageContaining(words);
    }

    private static PasswordInput fromStandardInput(byte[] input) {
        return new PasswordInput(terminal(input, Optional.empty()), true);
    }

    private static Terminal terminal(byte[] input, Optional<String> typed) {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        return new Terminal(
                nowhere,
                nowhere,
                new ByteArrayInputStream(input),
                typed.map(text -> question -> Optional.of(text.toCharArray())),
                TerminalStyle.PLAIN);
    }
}
