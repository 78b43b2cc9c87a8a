package hallpass.client.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import hallpass.client.Failure;
import hallpass.client.PasswordSource;
import hallpass.trace.Style;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PasswordsTest {
    @Test
    void readsOneLineForEachPassword() throws Exception {
        Passwords passwords = fromInput("old\nnew".getBytes(StandardCharsets.UTF_8));

        assertThat(passwords.next("").ask()).containsExactly('o', 'l', 'd');
        assertThat(passwords.nextNew("").ask()).containsExactly('n', 'e', 'w');
        assertRefused(passwords.next(""), "ended");
    }

    @Test
    void readsUtf8WhateverTheLocaleIs() throws Exception {
        assertThat(fromInput("pässwörd€\n".getBytes(StandardCharsets.UTF_8))
                        .next("")
                        .ask())
                .containsExactly("pässwörd€".toCharArray());
    }

    @Test
    void refusesBytesThatAreNoUtf8() {
        assertRefused(fromInput(new byte[] {(byte) 0xff, '\n'}).next(""), "UTF-8");
    }

    @Test
    void refusesAnEmptyLine() {
        assertRefused(fromInput("\n".getBytes(StandardCharsets.UTF_8)).next(""), "empty");
    }

    @Test
    void takesTheLongestLineAndRefusesALongerOne() throws Exception {
        String longest = "x".repeat(Passwords.MAX_BYTES);

        assertThat(fromInput(longest.getBytes(StandardCharsets.UTF_8)).next("").ask())
                .hasSize(Passwords.MAX_BYTES);
        assertRefused(
                fromInput((longest + "x").getBytes(StandardCharsets.UTF_8)).next(""), "longer");
    }

    @Test
    void refusesCharactersThatTheLocaleLost() {
        assertRefused(new Passwords(terminal(new byte[0], Optional.of("p\ufffdss")), false).next(""), "LC_ALL");
    }

    @Test
    void asksARememberedPasswordOnce() throws Exception {
        Passwords passwords = fromInput("old\nnew\n".getBytes(StandardCharsets.UTF_8));
        try (Remembered old = new Remembered(passwords.next(""))) {
            assertThat(old.ask()).isEqualTo(old.ask()).isNotSameAs(old.ask());
        }
        assertThat(passwords.next("").ask()).containsExactly('n', 'e', 'w');
    }

    private static void assertRefused(PasswordSource source, String words) {
        assertThatExceptionOfType(Failure.class).isThrownBy(source::ask).withMessageContaining(words);
    }

    private static Passwords fromInput(byte[] input) {
        return new Passwords(terminal(input, Optional.empty()), true);
    }

    private static Terminal terminal(byte[] input, Optional<String> typed) {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        return new Terminal(
                nowhere,
                nowhere,
                new ByteArrayInputStream(input),
                typed.map(text -> question -> Optional.of(text.toCharArray())),
                Style.PLAIN);
    }
}
