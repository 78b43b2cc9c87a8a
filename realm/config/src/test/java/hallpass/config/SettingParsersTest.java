package hallpass.config;

import static hallpass.config.RealmTomlAssertions.assertRejection;
import static hallpass.config.RealmTomlAssertions.parse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hallpass.crypto.RsaEncryption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingParsersTest {
    @Test
    void refusesUnknownProfile() {
        assertRejection("profile = 'secure'")
                .isEqualTo("realm.toml, line 1, column 1: profile: \"secure\" is not a known profile; "
                        + "allowed: classic or hardened.");
    }

    @Test
    void oaepGuardForbidsWeakPadding() throws Exception {
        assertThat(parse("[pki]\nrsa = \"pkcs1-v1_5\"").get(Setting.RSA)).isEqualTo(RsaEncryption.PKCS1);
        assertThat(parse("guards = [\"oaep\"]\n[pki]\nrsa = \"oaep\"").get(Setting.RSA))
                .isEqualTo(RsaEncryption.OAEP);
        assertThatThrownBy(() -> parse("guards = [\"oaep\"]\n[pki]\nrsa = \"pkcs1-v1_5\""))
                .isInstanceOf(RealmException.class)
                .hasMessageContaining("the guard oaep forbids pki.rsa");
        assertThatThrownBy(() -> parse("[pki]\nrsa = \"none\""))
                .isInstanceOf(RealmException.class)
                .hasMessageContaining("oaep or pkcs1-v1_5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10",
                "h",
                "-1h",
                "+1h",
                "0s",
                "0d",
                "1.5h",
                "1h30m",
                "10 h",
                "1w",
                "4294967296s",
                "9999999999d"
            })
    void refusesInvalidDurations(String text) {
        assertRejection("skew = '" + text + "'").contains("column 1: skew: \"" + text + "\" is not ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "A.", "-A", "A B", "A/B", "É"})
    void refusesInvalidRealmNames(String text) {
        assertRejection("realm = '" + text + "'").contains("is not a valid realm name");
    }

    @Test
    void refusesOverlongRealmName() throws Exception {
        assertThat(parse("realm = '" + "A".repeat(64) + "'").realm()).hasSize(64);
        assertRejection("realm = '" + "A".repeat(65) + "'").contains("is not a valid realm name");
    }

    @ParameterizedTest
    @CsvSource({"kerberos.service, krbtgt/A", "kerberos.service, a//b", "pki.server, a_b", "pki.client, ''"})
    void appliesNamePolicy(String key, String name) {
        assertRejection(key + " = '" + name + "'").startsWith("realm.toml, line 1, column 1: " + key + ": The ");
    }

    @Test
    void refusesDuplicatePartyNames() {
        assertRejection("pki.server = 'ID-CA'").contains("pki.server and pki.authority are the same name");
        assertRejection("pki.authority = 'ID-Client1'").contains("pki.client and pki.authority are the same name");
        assertRejection("pki.client = 'ID-Server'").contains("pki.client and pki.server are the same name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"whoami", "time", "notes", "resources"})
    void refusesReservedResourceNames(String name) {
        assertRejection("resources." + name + " = 'x'").contains("the resource name " + name + " is reserved");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "-a", "é", "a.b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
    void refusesInvalidResourceNames(String name) {
        assertRejection("[resources]\n\"" + name + "\" = 'x'").contains("is not a valid resource name");
    }

    @Test
    void refusesOverlongResource() throws Exception {
        assertThat(parse("resources.a = '" + "x".repeat(16384) + "'")
                        .resources()
                        .get("a"))
                .hasSize(16384);
        assertRejection("resources.a = '" + "x".repeat(16385) + "'").contains("16385 bytes long; the limit is 16384");
    }
}
