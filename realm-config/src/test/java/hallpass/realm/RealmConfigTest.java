package hallpass.realm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hallpass.crypto.RsaEncryption;
import hallpass.message.PrincipalName;
import hallpass.protocol.Profile;
import hallpass.trace.Party;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RealmConfigTest {
    @TempDir
    private Path folder;

    @Test
    void hasADefaultForEverything() {
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
                        new StoreLocation.Files(),
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
    void weakPaddingIsForALabWithoutTheGuardOaepAlone() throws Exception {
        assertThat(parse("[pki]\nrsa = \"pkcs1-v1_5\"").rsa()).isEqualTo(RsaEncryption.PKCS1);
        assertThat(parse("guards = [\"oaep\"]\n[pki]\nrsa = \"oaep\"").rsa()).isEqualTo(RsaEncryption.OAEP);
        assertThatThrownBy(() -> parse("guards = [\"oaep\"]\n[pki]\nrsa = \"pkcs1-v1_5\""))
                .isInstanceOf(RealmProblem.class)
                .hasMessageContaining("the guard oaep does not allow it");
        assertThatThrownBy(() -> parse("[pki]\nrsa = \"none\""))
                .isInstanceOf(RealmProblem.class)
                .hasMessageContaining("oaep or pkcs1-v1_5");
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
        assertThat(config.ticketGrantingName().text()).isEqualTo("krbtgt/LAB.EXAMPLE");
    }

    @Test
    void knowsNoAddressOfTheClient() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RealmConfig.defaults().address(Party.CLIENT));
    }

    @Test
    void cannotBeChanged() {
        RealmConfig config = RealmConfig.defaults();
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> config.resources().put("x", "y"));
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> config.addresses().clear());
    }

    @Test
    void tellsThePlaceOfAnUnknownKey() {
        assertProblem("realm = \"A\"\n\n[kerberos]\n  tiket-lifetime = \"10h\"\n")
                .isEqualTo("realm.toml, line 4, column 3: there is no setting kerberos.tiket-lifetime; known here: "
                        + "ticket-lifetime, token-lifetime, service.");
    }

    @Test
    void tellsThePlaceOfAnUnknownTable() {
        assertProblem("realm = \"A\"\n[kerbros]\n")
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
    void refusesWhatIsNoSetting(String text) {
        assertProblem(text).matches("realm\\.toml, line [12], column \\d+: .+\\.");
    }

    @Test
    void tellsThePlaceOfAValueOfTheWrongType() {
        assertProblem("realm = 'A'\nskew = 300\n")
                .isEqualTo("realm.toml, line 2, column 1: skew must be text in quotes, such as \"5m\".");
    }

    @Test
    void tellsThePlaceOfBrokenToml() {
        assertProblem("realm = 'A'\nskew = = '5m'\n").startsWith("realm.toml, line 2, column 8: this is no TOML: ");
    }

    @Test
    void refusesAKeyGivenTwice() {
        assertProblem("skew = '5m'\nskew = '6m'\n").startsWith("realm.toml, line 2, column 1: ");
    }

    @Test
    void refusesAnotherProfile() {
        assertProblem("profile = 'secure'")
                .isEqualTo(
                        "realm.toml, line 1, column 1: profile: \"secure\" is not a profile that this version knows; "
                                + "allowed: classic or hardened.");
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
    void refusesAsALengthOfTime(String text) {
        assertProblem("skew = '" + text + "'").contains("column 1: skew: \"" + text + "\" is not ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "127.0.0.1",
                ":8801",
                "127.0.0.1:",
                "127.0.0.1:x",
                "127.0.0.1:65536",
                "127.0.0.1:-1",
                "127.0.0.256:1",
                "127.0.0:1",
                "127.0.0.1.:1",
                "127.0.0.01:1",
                "::1:8801",
                "[::1:8801",
                "[::g]:1",
                "[:::]:1",
                "[1.2.3.4]:1",
                "server.example:8801",
                "LOCALHOST.:1",
                " 127.0.0.1:1"
            })
    void refusesAsAnAddress(String text) {
        assertProblem("[addresses]\nas = '" + text + "'")
                .contains("line 2, column 1: addresses.as: \"" + text + "\" is");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "A.", "-A", "A B", "A/B", "É"})
    void refusesAsARealm(String text) {
        assertProblem("realm = '" + text + "'").contains("is not a realm's name");
    }

    @Test
    void refusesARealmOverItsLength() throws Exception {
        assertThat(parse("realm = '" + "A".repeat(64) + "'").realm()).hasSize(64);
        assertProblem("realm = '" + "A".repeat(65) + "'").contains("is not a realm's name");
    }

    @ParameterizedTest
    @CsvSource({"kerberos.service, krbtgt/A", "kerberos.service, a//b", "pki.server, a_b", "pki.client, ''"})
    void refusesNamesThatThePolicyRefuses(String key, String name) {
        assertProblem(key + " = '" + name + "'").startsWith("realm.toml, line 1, column 1: " + key + ": The ");
    }

    @Test
    void refusesTwoServersAtOneAddress() {
        assertProblem("\n[addresses]\nca = '127.0.0.1:8801'")
                .isEqualTo("realm.toml, line 3, column 1: addresses.ca and addresses.as are the same address; "
                        + "each server needs its own.");
        assertProblem("\n[addresses]\nas = 'localhost:8804'").startsWith("realm.toml, line 3, column 1: ");
    }

    @Test
    void readsTheAddressesOfReplicasInTheirOrder() throws Exception {
        RealmConfig config = parse("[addresses]\nas = ['127.0.0.1:2', '127.0.0.1:1']\nservice = ['127.0.0.1:3']");
        assertThat(config.addresses(Party.AS)).containsExactly(loopback(2), loopback(1));
        assertThat(config.address(Party.AS)).isEqualTo(loopback(2));
        assertThat(config.addresses(Party.SERVICE)).containsExactly(loopback(3));
        assertThat(config.addresses(Party.TGS)).containsExactly(loopback(8802));
    }

    @Test
    void tellsThePlaceOfABadAddressInAList() {
        assertProblem("[addresses]\nas = ['127.0.0.1:1',\n  'here']")
                .startsWith("realm.toml, line 3, column 3: addresses.as: \"here\" is not an address; allowed: ");
        assertProblem("[addresses]\nas = ['127.0.0.1:1', 5]")
                .isEqualTo("realm.toml, line 2, column 22: addresses.as must be text in quotes, such as "
                        + "\"127.0.0.1:8801\", or a list of such texts: [\"127.0.0.1:8801\", …].");
        assertProblem("[addresses]\nas = [['127.0.0.1:1']]").contains("must be text in quotes");
        assertProblem("[addresses]\nas = 5").contains("or a list of such texts");
    }

    @Test
    void refusesListsThatAreEmptyOrTooLongOrOfServersWithoutReplicas() {
        assertProblem("[addresses]\nas = []").contains("addresses.as lists 0 addresses; it may list 1 to 9.");
        String ten = IntStream.rangeClosed(1, 10)
                .mapToObj(port -> "'127.0.0.1:" + port + "'")
                .collect(Collectors.joining(","));
        assertProblem("[addresses]\ntgs = [" + ten + "]").contains("addresses.tgs lists 10 addresses");
        assertProblem("[addresses]\nca = ['127.0.0.1:1']")
                .endsWith("addresses.ca must be text in quotes, such as \"127.0.0.1:8804\".");
        assertProblem("[addresses]\napp = ['127.0.0.1:1']").contains("must be text in quotes");
    }

    @Test
    void isAskedWhereItListensUnlessARouteSaysOtherwise() throws Exception {
        RealmConfig config = parse("[routes]\nas = ['127.0.0.1:9801', '127.0.0.1:9811']\nca = '127.0.0.1:9804'");
        assertThat(config.routes(Party.AS)).containsExactly(loopback(9801), loopback(9811));
        assertThat(config.route(Party.CA)).isEqualTo(loopback(9804));
        assertThat(config.address(Party.CA)).isEqualTo(loopback(8804));
        assertThat(config.routes(Party.TGS)).isEqualTo(config.addresses(Party.TGS));
        assertThat(config.isRouted(Party.AS)).isTrue();
        assertThat(config.isRouted(Party.TGS)).isFalse();
        assertThat(RealmConfig.defaults().routes())
                .isEqualTo(RealmConfig.defaults().addresses());
    }

    @Test
    void refusesBadRoutesAsItRefusesBadAddresses() throws Exception {
        assertProblem("[routes]\nobservatory = '127.0.0.1:1'")
                .isEqualTo("realm.toml, line 2, column 1: there is no setting routes.observatory; known here: "
                        + "as, tgs, service, ca, app.");
        assertProblem("[routes]\nas = 'here'").contains("routes.as: \"here\" is not an address; allowed: ");
        assertProblem("[routes]\nas = 5").contains("routes.as must be text in quotes, such as \"127.0.0.1:9801\"");
        assertProblem("[routes]\nca = ['127.0.0.1:1']").endsWith("such as \"127.0.0.1:9804\".");
        assertProblem("[routes]\nas = []").contains("routes.as lists 0 addresses");
        assertProblem("[routes]\nca = '127.0.0.1:1'\nas = '127.0.0.1:1'")
                .contains("routes.ca and routes.as are the same address");
        // One server in another's place: that is what an adversary is for.
        assertThat(parse("[routes]\nas = '127.0.0.1:8802'").route(Party.AS)).isEqualTo(loopback(8802));
    }

    @Test
    void refusesReplicasAtOneAddress() throws Exception {
        assertProblem("[addresses]\nas = ['127.0.0.1:1', 'localhost:1']")
                .isEqualTo("realm.toml, line 2, column 1: addresses.as has the same address twice; "
                        + "each replica needs its own.");
        assertProblem("[addresses]\nas = ['127.0.0.1:1', '127.0.0.1:8805']")
                .contains("addresses.app and addresses.as are the same address");
        assertThat(parse("[addresses]\nas = ['127.0.0.1:0', '127.0.0.1:0']").addresses(Party.AS))
                .hasSize(2);
    }

    @Test
    void refusesTwoPartiesOfOneName() {
        assertProblem("pki.server = 'ID-CA'").contains("pki.server and pki.authority are the same name");
        assertProblem("pki.authority = 'ID-Client1'").contains("pki.client and pki.authority are the same name");
        assertProblem("pki.client = 'ID-Server'").contains("pki.client and pki.server are the same name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"whoami", "time", "notes", "resources"})
    void refusesAResourceThatTheServersHaveThemselves(String name) {
        assertProblem("resources." + name + " = 'x'").contains(name + " of their own");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "-a", "é", "a.b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
    void refusesAsAResource(String name) {
        assertProblem("[resources]\n\"" + name + "\" = 'x'").contains("is not a resource's name");
    }

    @Test
    void refusesAResourceOverItsLength() throws Exception {
        assertThat(parse("resources.a = '" + "x".repeat(16384) + "'")
                        .resources()
                        .get("a"))
                .hasSize(16384);
        assertProblem("resources.a = '" + "x".repeat(16385) + "'").contains("16385 bytes long; it may have 16384");
    }

    @Test
    void showsNoControlCharacterOfTheFile() {
        assertProblem("realm = \"\\u001b[31m\"").contains("\\u{1b}[31m").doesNotContain("\u001b");
        assertProblem("\"\\u001b\" = \"\"").contains("\\u{1b}").doesNotContain("\u001b");
    }

    @Test
    void refusesAFileOverItsLimit() throws Exception {
        Path file = Files.writeString(folder.resolve("realm.toml"), "#".repeat(256 * 1024 + 1));
        assertThatExceptionOfType(RealmProblem.class)
                .isThrownBy(() -> RealmConfig.read(file))
                .withMessageContaining("is longer than 262144 bytes");
        assertProblem("#".repeat(256 * 1024 + 1)).contains("is longer than 262144 bytes");
    }

    @Test
    void refusesAFileThatIsNotUtf8() throws Exception {
        Path file = Files.write(folder.resolve("realm.toml"), "realm = 'É'".getBytes(StandardCharsets.ISO_8859_1));
        assertThatExceptionOfType(RealmProblem.class)
                .isThrownBy(() -> RealmConfig.read(file))
                .withMessage(file + " is not UTF-8 text; please save it as UTF-8.");
    }

    private static RealmConfig parse(String text) throws RealmProblem {
        return RealmConfig.parse(text, "realm.toml");
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static AbstractStringAssert<?> assertProblem(String text) {
        return assertThat(catchProblem(text));
    }

    private static String catchProblem(String text) {
        try {
            parse(text);
        } catch (RealmProblem e) {
            return e.sentence();
        }
        throw new AssertionError("accepted: " + text);
    }
}
