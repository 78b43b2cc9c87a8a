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
    void dropsByteOrderMarkBeforeTheFirstLine() throws Exception {
        PasswordInput passwords = fromStandardInput("\ufeffold\nnew\n".getBytes(StandardCharsets.UTF_8));
        assertThat(passwords.next("").readPassword()).containsExactly('o', 'l', 'd');
        assertThat(passwords.nextNew("").readPassword()).containsExactly('n', 'e', 'w');

        String longest = "x".repeat(PasswordInput.MAX_BYTES);
        assertThat(fromStandardInput(("\ufeff" + longest + "\r\n").getBytes(StandardCharsets.UTF_8))
                        .next("")
                        .readPassword())
                .hasSize(PasswordInput.MAX_BYTES);
        PasswordInput second = fromStandardInput("old\n\ufeffnew\n".getBytes(StandardCharsets.UTF_8));
        second.next("").readPassword();
        assertRefused(second.next(""), "RFC 8265");
        assertRefused(
                fromStandardInput("\ufeff\n".getBytes(StandardCharsets.UTF_8)).next(""), "empty");
    }

    @Test
    void readsEachFormOfAPasswordAlike() throws Exception {
        for (String typed : new String[] {"caf\u00e9", "cafe\u0301"}) {
            assertThat(fromStandardInput(typed.getBytes(StandardCharsets.UTF_8))
                            .next("")
                            .readPassword())
                    .containsExactly("caf\u00e9".toCharArray());
            assertThat(new PasswordInput(terminal(new byte[0], Optional.of(typed)), false)
                            .nextNew("")
                            .readPassword())
                    .containsExactly("caf\u00e9".toCharArray());
        }
    }

    @Test
    void refusesControlCharacters() {
        assertRefused(
                fromStandardInput("a\tb\n".getBytes(StandardCharsets.UTF_8)).next(""), "control character");
        assertRefused(new PasswordInput(terminal(new byte[0], Optional.of("a\u0007")), false).next(""), "control");
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
