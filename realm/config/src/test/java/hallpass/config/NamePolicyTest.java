package hallpass.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NamePolicyTest {
    @ParameterizedTest
    @ValueSource(strings = {"alice", "Bob.Smith", "a", "7", "anna-lena_2@example.org", "Zoë", "李雷"})
    void acceptsUsers(String name) throws Exception {
        assertThat(NamePolicy.userName(name).text()).isEqualTo(name);
    }

    @Test
    void normalizesToNfc() throws Exception {
        assertThat(NamePolicy.userName("Zoe\u0308")).isEqualTo(NamePolicy.userName("Zo\u00eb"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"desk/localhost", "http/www.example.org", "desk", "a/b/c"})
    void acceptsServices(String name) throws Exception {
        assertThat(NamePolicy.serviceName(name).text()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a/b",
                "al ice",
                "a\tb",
                "a\u0000",
                "a\u202eb",
                "a:b",
                "a\\b",
                "a'b",
                "a😀b",
                "a\u0301\u0301b",
                "\ud800"
            })
    void refusesUsersWithInvalidCharacters(String name) {
        assertRefusesUser(name, "contains '");
    }

    @ParameterizedTest
    @ValueSource(strings = {".alice", "alice.", "-v", "@a", "a_"})
    void refusesUsersWithPunctuationAtEitherEnd(String name) {
        assertRefusesUser(name, "must begin and end with a letter or a digit");
    }

    @Test
    void refusesNamesOfInvalidLength() throws Exception {
        assertThat(NamePolicy.userName("a".repeat(128)).text()).hasSize(128);
        assertRefusesUser("", "is 0 bytes long; allowed: 1 to 128");
        assertRefusesUser("a".repeat(129), "is 129 bytes long");
        assertRefusesUser("é".repeat(65), "is 130 bytes long");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/a", "a/", "a//b", "./b", "a/..", "krbtgt/HALLPASS.TEST", "kadmin/changepw", "krbtgt", "a b/c"})
    void refusesServices(String name) {
        assertThatExceptionOfType(RealmException.class)
                .isThrownBy(() -> NamePolicy.serviceName(name))
                .withMessageStartingWith("The service name \"" + name + "\" ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ID-Server", "a", "server.example.org", "a--b"})
    void acceptsPkiNames(String name) throws Exception {
        assertThat(NamePolicy.pkiName(name).text()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a_b", "a/b", "a b", "Zoë", "-a", "a.", "a,CN=b", "*", "a..b", "a-.b"})
    void refusesPkiNames(String name) {
        assertThatExceptionOfType(RealmException.class)
                .isThrownBy(() -> NamePolicy.pkiName(name))
                .withMessageStartingWith("The PKI name \"" + name + "\" ")
                .satisfies(e -> assertThat(e.error()).isEqualTo(RealmError.INVALID_NAME));
    }

    @Test
    void refusesOverlongPkiNames() throws Exception {
        String longest = "a".repeat(32) + "." + "a".repeat(31);
        assertThat(NamePolicy.pkiName(longest).text()).hasSize(64);
        for (String name : new String[] {longest + "a", "a".repeat(64), "a".repeat(1000)}) {
            assertThatExceptionOfType(RealmException.class).isThrownBy(() -> NamePolicy.pkiName(name));
        }
    }

    @Test
    void escapesControlCharacters() {
        assertThatExceptionOfType(RealmException.class)
                .isThrownBy(() -> NamePolicy.userName("a\u001b[31m"))
                .withMessageContaining("\"a\\u{1b}[31m\" contains '\\u{1b}'");
    }

    private static void assertRefusesUser(String name, String why) {
        assertThatExceptionOfType(RealmException.class)
                .isThrownBy(() -> NamePolicy.userName(name))
                .withMessageStartingWith("The user name \"")
                .withMessageContaining(why);
    }
}
