package hallpass.config;

import static hallpass.config.RealmTomlAssertions.assertRejection;
import static hallpass.config.RealmTomlAssertions.loopback;
import static hallpass.config.RealmTomlAssertions.parse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import hallpass.crypto.RsaEncryption;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.protocol.Profile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Defaults, all settings, and the positions of errors. */
final class RealmConfigTest {
    @TempDir
    private Path folder;

    @Test
    void hasDefaults() {
        RealmConfig defaults = RealmConfig.defaults();
        Map<String, Object> values = new HashMap<>();
        Setting.all().forEach(setting -> values.put(setting.key(), defaults.get(setting)));
        assertThat(values)
                .containsAllEntriesOf(Map.<String, Object>ofEntries(
                        entry("realm", "HALLPASS.TEST"),
                        entry("profile", Profile.CLASSIC),
                        entry("guards", List.of()),
                        entry("store", new StoreLocation.SqliteFolder()),
                        entry("skew", Duration.ofMinutes(5)),
                        entry("kerberos.ticket-lifetime", Duration.ofHours(10)),
                        entry("kerberos.token-lifetime", Duration.ofHours(10)),
                        entry("kerberos.service", new PrincipalName("desk/localhost")),
                        entry("pki.session-lifetime", Duration.ofDays(1)),
                        entry("pki.certificate-lifetime", Duration.ofDays(365)),
                        entry("pki.crl-lifetime", Duration.ofHours(24)),
                        entry("pki.rsa", RsaEncryption.OAEP),
                        entry("pki.authority", new PrincipalName("ID-CA")),
                        entry("pki.server", new PrincipalName("ID-Server")),
                        entry("pki.client", new PrincipalName("ID-Client1")),
                        entry("addresses.as", List.of(loopback(8801))),
                        entry("addresses.tgs", List.of(loopback(8802))),
                        entry("addresses.service", List.of(loopback(8803))),
                        entry("addresses.ca", List.of(loopback(8804))),
                        entry("addresses.app", List.of(loopback(8805))),
                        entry("routes.as", List.of()),
                        entry("routes.tgs", List.of()),
                        entry("routes.service", List.of()),
                        entry("routes.ca", List.of()),
                        entry("routes.app", List.of())));
        assertThat(defaults.resources()).containsExactly(entry("memo", "take cis3319 class this morning"));
    }

    @Test
    void replacesSingleValue() {
        RealmConfig changed = RealmConfig.defaults().with(Setting.SKEW, Duration.ofSeconds(1));
        assertThat(changed.clockSkew().allowed()).isEqualTo(Duration.ofSeconds(1));
        assertThat(changed).isNotEqualTo(RealmConfig.defaults());
        assertThat(changed.with(Setting.SKEW, Duration.ofMinutes(5))).isEqualTo(RealmConfig.defaults());
    }

    @Test
    void readsEverySetting() throws Exception {
        RealmConfig config = parse("""
            realm = "LAB.EXAMPLE"
            profile = "classic"
            skew = "2s"
            [kerberos]
            ticket-lifetime = "1h"
            token-lifetime = "90s"
            service = "printer/room5"
            [pki]
            session-lifetime = "1d"
            certificate-lifetime = "4294967295s"
            authority = "Lab-CA"
            server = "lab.example"
            client = "pc-1"
            [addresses]
            as = "127.0.0.9:1"
            tgs = "[::1]:65535"
            service = "localhost:0"
            ca = "0.0.0.0:0"
            app = "127.0.0.1:0"
            [resources]
            motd = "be kind"
            empty = ""
            """);
        assertThat(config.realm()).isEqualTo("LAB.EXAMPLE");
        assertThat(config.get(Setting.SKEW)).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.get(Setting.TICKET_LIFETIME)).isEqualTo(Duration.ofHours(1));
        assertThat(config.get(Setting.TOKEN_LIFETIME)).isEqualTo(Duration.ofSeconds(90));
        assertThat(config.get(Setting.SESSION_LIFETIME)).isEqualTo(Duration.ofDays(1));
        assertThat(config.get(Setting.CERTIFICATE_LIFETIME).toSeconds()).isEqualTo(0xffff_ffffL);
        assertThat(config.serviceName().text()).isEqualTo("printer/room5");
        assertThat(config.authorityName().text()).isEqualTo("Lab-CA");
        assertThat(config.serverName().text()).isEqualTo("lab.example");
        assertThat(config.pkiClientName().text()).isEqualTo("pc-1");
        assertThat(config.address(Party.AS)).hasToString("/127.0.0.9:1");
        assertThat(config.address(Party.TGS)).hasToString("/[0:0:0:0:0:0:0:1]:65535");
        assertThat(config.address(Party.SERVICE)).isEqualTo(loopback(0));
        assertThat(config.resources()).isEqualTo(new TreeMap<>(Map.of("motd", "be kind", "empty", "")));
        assertThat(config.tgsName().text()).isEqualTo("krbtgt/LAB.EXAMPLE");
    }

    @Test
    void clientHasNoAddress() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RealmConfig.defaults().address(Party.CLIENT));
    }

    @Test
    void isImmutable() {
        RealmConfig config = RealmConfig.defaults();
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> config.resources().put("x", "y"));
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> config.addresses().clear());
    }

    @Test
    void locatesUnknownKey() {
        assertRejection("realm = \"A\"\n\n[kerberos]\n  tiket-lifetime = \"10h\"\n")
                .startsWith("realm.toml, line 4, column 3: unknown setting kerberos.tiket-lifetime; did you mean"
                        + " kerberos.ticket-lifetime? Allowed: ticket-lifetime, token-lifetime, service");
    }

    @Test
    void locatesUnknownTable() {
        assertRejection("realm = \"A\"\n[kerbros]\n")
                .startsWith("realm.toml, line 2, column 1: unknown setting kerbros; did you mean kerberos? Allowed: "
                        + "realm, profile, guards, store, skew");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "color = 'red'",
                "kerberos = 5",
                "resources = 'x'",
                "realm.name = 'A'",
                "[kerberos.more]",
                "[addresses]\nclient = '127.0.0.1:1'",
                "[resources.deep]\nx = 'y'",
                "[[resources]]",
                "[resources]\nmemo = 5",
                "[pki]\nserver = ['a']"
            })
    void refusesUnknownSettings(String text) {
        assertRejection(text).matches("realm\\.toml, line [12], column \\d+: .+\\.");
    }

    @Test
    void locatesWrongType() {
        assertRejection("realm = 'A'\nskew = 300\n")
                .isEqualTo("realm.toml, line 2, column 1: skew must be a string, such as \"5m\".");
    }

    @Test
    void locatesSyntaxError() {
        assertRejection("realm = 'A'\nskew = = '5m'\n").startsWith("realm.toml, line 2, column 8: not valid TOML: ");
    }

    @Test
    void refusesDuplicateKey() {
        assertRejection("skew = '5m'\nskew = '6m'\n").startsWith("realm.toml, line 2, column 1: ");
    }

    @Test
    void escapesControlCharacters() {
        assertRejection("realm = \"\\u001b[31m\"").contains("\\u{1b}[31m").doesNotContain("\u001b");
        assertRejection("\"\\u001b\" = \"\"").contains("\\u{1b}").doesNotContain("\u001b");
    }

    @Test
    void refusesOversizedFile() throws Exception {
        Path file = Files.writeString(folder.resolve("realm.toml"), "#".repeat(256 * 1024 + 1));
        assertThatExceptionOfType(RealmException.class)
                .isThrownBy(() -> RealmConfig.read(file))
                .withMessageContaining("is longer than 262144 bytes");
        assertRejection("#".repeat(256 * 1024 + 1)).contains("is longer than 262144 bytes");
    }

    @Test
    void refusesInvalidUtf8() throws Exception {
        Path file = Files.write(folder.resolve("realm.toml"), "realm = 'É'".getBytes(StandardCharsets.ISO_8859_1));
        assertThatExceptionOfType(RealmException.class)
                .isThrownBy(() -> RealmConfig.read(file))
                .withMessage(file + " is not UTF-8 text.");
    }
}
