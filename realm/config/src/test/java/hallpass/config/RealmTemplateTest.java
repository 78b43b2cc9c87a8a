package hallpass.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import hallpass.message.Party;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RealmTemplateTest {
    /** The settings that the template comments out. */
    private static final int ROUTES = 5;

    @Test
    void parsesToDefaults() throws Exception {
        assertThat(RealmConfig.parse(RealmTemplate.render(), "realm.toml")).isEqualTo(RealmConfig.defaults());
    }

    @Test
    void documentsEveryKeyWithin80Columns() {
        String[] lines = RealmTemplate.render().split("\n");
        for (int i = 0; i < lines.length; i++) {
            assertThat(lines[i].length()).as(lines[i]).isLessThanOrEqualTo(80);
            if (lines[i].contains(" = ") && !lines[i].startsWith("#") && !lines[i].startsWith("memo")) {
                assertThat(lines[i - 1]).startsWith("# ");
            }
        }
        assertThat(Arrays.stream(lines)
                        .filter(line -> line.matches("[a-z-]+ = .*"))
                        .count())
                .isEqualTo(Setting.all().size() - ROUTES + 1L);
    }

    @Test
    void commentsOutAdversaryRoutes() throws Exception {
        assertThat(RealmTemplate.render().lines())
                .containsSubsequence(
                        "# Set: hallpass realm routes adversary. Clear: hallpass realm routes direct.",
                        "[routes]",
                        "# as = \"127.0.0.1:9801\"",
                        "# tgs = \"127.0.0.1:9802\"",
                        "# service = \"127.0.0.1:9803\"",
                        "# ca = \"127.0.0.1:9804\"",
                        "# app = \"127.0.0.1:9805\"");
        RealmConfig routed = RealmConfig.parse(
                RealmTemplate.render(9000, Map.of("routes.as", "127.0.0.1:7,127.0.0.1:8")), "realm.toml");
        assertThat(routed.routes(Party.AS))
                .extracting(InetSocketAddress::getPort)
                .containsExactly(7, 8);
        assertThat(routed.route(Party.TGS).getPort()).isEqualTo(9002);
    }

    @Test
    void assignsPortsAfterBasePort() throws Exception {
        RealmConfig config = RealmConfig.parse(RealmTemplate.render(9000, Map.of()), "realm.toml");
        assertThat(config.addresses().values().stream()
                        .flatMap(List::stream)
                        .map(address -> address.getPort())
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(9001, 9002, 9003, 9004, 9005);
        assertThat(config.address(Party.AS).getPort()).isEqualTo(9001);
        assertThat(config.address(Party.APP).getPort()).isEqualTo(9005);
    }

    @Test
    void basePortZeroMeansEphemeralPorts() throws Exception {
        RealmConfig config = RealmConfig.parse(RealmTemplate.render(0, Map.of()), "realm.toml");
        assertThat(config.addresses().values()).allMatch(own -> own.get(0).getPort() == 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65531, 70000, Integer.MAX_VALUE})
    void refusesBasePortOutOfRange(int basePort) {
        assertThatExceptionOfType(RealmException.class)
                .isThrownBy(() -> RealmTemplate.render(basePort, Map.of()))
                .withMessageContaining("allowed: 1 to 65530");
    }

    @Test
    void spacesReplicasTenPortsApart() throws Exception {
        RealmConfig config = RealmConfig.parse(RealmTemplate.render(9000, 3, Map.of()), "realm.toml");
        assertThat(ports(config, Party.AS)).containsExactly(9001, 9011, 9021);
        assertThat(ports(config, Party.TGS)).containsExactly(9002, 9012, 9022);
        assertThat(ports(config, Party.SERVICE)).containsExactly(9003);
        assertThat(ports(config, Party.CA)).containsExactly(9004);
        assertThat(ports(config, Party.APP)).containsExactly(9005);
    }

    private static List<Integer> ports(RealmConfig config, Party server) {
        return config.addresses(server).stream().map(InetSocketAddress::getPort).toList();
    }

    @Test
    void refusesInvalidReplicaCount() {
        assertThatExceptionOfType(RealmException.class)
                .isThrownBy(() -> RealmTemplate.render(9000, 0, Map.of()))
                .withMessageContaining("1 to 9 authentication and ticket-granting servers, not 0");
        assertThatExceptionOfType(RealmException.class)
                .isThrownBy(() -> RealmTemplate.render(9000, 10, Map.of()))
                .withMessageContaining("not 10");
        assertThatExceptionOfType(RealmException.class)
                .isThrownBy(() -> RealmTemplate.render(65521, 2, Map.of()))
                .withMessageContaining("allowed: 1 to 65520");
    }

    @Test
    void splitsAddressListAtCommas() throws Exception {
        Map<String, String> overrides = Map.of("addresses.service", "127.0.0.1:7, [::1]:8");
        RealmConfig config = RealmConfig.parse(RealmTemplate.render(9000, overrides), "realm.toml");
        assertThat(ports(config, Party.SERVICE)).containsExactly(7, 8);
        assertThatExceptionOfType(RealmException.class)
                .isThrownBy(() -> RealmTemplate.render(9000, Map.of("addresses.ca", "127.0.0.1:7,127.0.0.1:8")))
                .withMessageContaining("is not a valid address");
    }

    @Test
    void writesOverrides() throws Exception {
        Map<String, String> overrides = Map.of(
                "realm", "LAB",
                "kerberos.ticket-lifetime", "2s",
                "addresses.tgs", "[::1]:4000",
                "resources.memo", "she said \"no\\yes\"\n\t\u0007",
                "resources.more", "Zoë");
        RealmConfig config = RealmConfig.parse(RealmTemplate.render(9000, overrides), "realm.toml");
        assertThat(config.realm()).isEqualTo("LAB");
        assertThat(config.get(Setting.TICKET_LIFETIME)).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.address(Party.TGS).getPort()).isEqualTo(4000);
        assertThat(config.address(Party.CA).getPort()).isEqualTo(9004);
        assertThat(config.resources())
                .containsEntry("memo", "she said \"no\\yes\"\n\t\u0007")
                .containsEntry("more", "Zoë");
    }

    @Test
    void refusesUnknownOverride() {
        assertThatExceptionOfType(RealmException.class)
                .isThrownBy(() -> RealmTemplate.render(8800, Map.of("kerberos.lifetime", "2s")))
                .withMessageStartingWith("\"kerberos.lifetime\" is not a setting; allowed: realm, profile, guards,");
    }

    @Test
    void refusesInvalidOverride() {
        assertThatExceptionOfType(RealmException.class)
                .isThrownBy(() -> RealmTemplate.render(8800, Map.of("skew", "long")))
                .withMessageStartingWith("the new realm.toml, line ")
                .withMessageContaining("skew: \"long\" is not a valid duration");
        assertThatExceptionOfType(RealmException.class)
                .isThrownBy(() -> RealmTemplate.render(8800, Map.of("resources.a.b", "x")))
                .withMessageContaining("\"a.b\" is not a valid resource name");
    }
}
