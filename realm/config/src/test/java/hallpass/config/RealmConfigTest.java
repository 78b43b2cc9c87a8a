package hallpass.config;

import static hallpass.config.RealmTomlAssertions.assertRejection;
import static hallpass.config.RealmTomlAssertions.loopback;
import static hallpass.config.RealmTomlAssertions.parse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import hallpass.crypto.RsaEncryption;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.protocol.Profile;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file as a whole: its defaults, every setting of it, and the place of whatever is none. */
final class RealmConfigTest {
    @TempDir
    private Path folder;

    @Test
    void hasDefaults() {
        Map<Party, List<InetSocketAddress>> servers = Map.of(
                Party.AS, List.of(loopback(8801)),
                Party.TGS, List.of(loopback(8802)),
                Party.SERVICE, List.of(loopback(8803)),
                Party.CA, List.of(loopback(8804)),
                Party.APP, List.of(loopback(8805)));
        assertThat(RealmConfig.defaults())
                .isEqualTo(new RealmConfig(
                        "HALLPASS.TEST",
                        Profile.CLASSIC,
                        new StoreLocation.SqliteFolder(),
                        Duration.ofMinutes(5),
                        Duration.ofHours(10),
                        Duration.ofHours(10),
                        Duration.ofDays(1),
                        Duration.ofDays(365),
                        Duration.ofHours(24),
                        RsaEncryption.OAEP,
                        servers,
                        servers,
                        new PrincipalName("desk/localhost"),
                        new PrincipalName("ID-CA"),
                        new PrincipalName("ID-Server"),
                        new PrincipalName("ID-Client1"),
                        new TreeMap<>(Map.of("memo", "take cis3319 class this morning"))));
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
                as = "10.0.0.1:1"
                tgs = "[::1]:65535"
                service = "localhost:0"
                ca = "0.0.0.0:0"
                app = "127.0.0.1:0"
                [resources]
                motd = "be kind"
                empty = ""
                """);
        assertThat(config.realm()).isEqualTo("LAB.EXAMPLE");
        assertThat(config.skew()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.ticketLifetime()).isEqualTo(Duration.ofHours(1));
        assertThat(config.tokenLifetime()).isEqualTo(Duration.ofSeconds(90));
        assertThat(config.sessionLifetime()).isEqualTo(Duration.ofDays(1));
        assertThat(config.certificateLifetime().toSeconds()).isEqualTo(0xffff_ffffL);
        assertThat(config.serviceName().text()).isEqualTo("printer/room5");
        assertThat(config.authorityName().text()).isEqualTo("Lab-CA");
        assertThat(config.serverName().text()).isEqualTo("lab.example");
        assertThat(config.pkiClientName().text()).isEqualTo("pc-1");
        assertThat(config.address(Party.AS)).hasToString("/10.0.0.1:1");
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
                .isEqualTo("realm.toml, line 4, column 3: there is no setting kerberos.tiket-lifetime; known here: "
                        + "ticket-lifetime, token-lifetime, service.");
    }

    @Test
    void locatesUnknownTable() {
        assertRejection("realm = \"A\"\n[kerbros]\n")
                .startsWith("realm.toml, line 2, column 1: there is no setting kerbros; known here: realm, profile");
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
                .isEqualTo("realm.toml, line 2, column 1: skew must be text in quotes, such as \"5m\".");
    }

    @Test
    void locatesSyntaxError() {
        assertRejection("realm = 'A'\nskew = = '5m'\n").startsWith("realm.toml, line 2, column 8: this is no TOML: ");
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
