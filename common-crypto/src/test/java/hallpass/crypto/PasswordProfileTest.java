package hallpass.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of RFC 8265 §4.3, and further ones. */
class PasswordProfileTest {
    @ParameterizedTest
    @CsvSource({
        "correct horse battery staple, correct horse battery staple",
        "Correct Horse Battery Staple, Correct Horse Battery Staple",
        "\u03c0\u00df\u00e5, \u03c0\u00df\u00e5",
        "Jack of \u2666s, Jack of \u2666s",
        "foo\u1680bar, foo bar",
        "a\u3000b, a b",
        "e\u0301, \u00e9",
        "\u212b, \u00c5",
        "\uff21, \uff21",
        "\u0130I, \u0130I",
        "\u0661\u0662, \u0661\u0662",
        "\ud83d\ude00, \ud83d\ude00"
    })
    void mapsSpacesAndNormalises(String typed, String expected) throws Exception {
        char[] password = typed.toCharArray();

        assertThat(PasswordProfile.enforce(password)).containsExactly(expected.toCharArray());
        assertThat(PasswordProfile.enforce(expected.toCharArray())).containsExactly(expected.toCharArray());
        assertThat(password).as("the argument").containsExactly(typed.toCharArray());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "my cat is a \tby",
                "a\n",
                "\u0000",
                "\u007f",
                "\ufefffoo",
                "a\u200db",
                "\ud800",
                "\u00ad",
                "\ufdd0"
            })
    void refusesWhatTheProfileForbids(String typed) {
        assertThatExceptionOfType(BadPasswordException.class)
                .isThrownBy(() -> PasswordProfile.enforce(typed.toCharArray()))
                .satisfies(e -> assertThat(e.problem()).doesNotContain("0x"));
    }
}
