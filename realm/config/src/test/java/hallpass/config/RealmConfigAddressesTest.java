package hallpass.config;

import static hallpass.config.RealmTomlAssertions.assertRejection;
import static hallpass.config.RealmTomlAssertions.loopback;
import static hallpass.config.RealmTomlAssertions.parse;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.message.Party;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Listen addresses, replicas and routes. */
final class RealmConfigAddressesTest {
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
    void refusesInvalidAddresses(String text) {
        assertRejection("[addresses]\nas = '" + text + "'")
                .contains("line 2, column 1: addresses.as: \"" + text + "\" is");
    }

    @Test
    void refusesSharedAddress() {
        assertRejection("\n[addresses]\nca = '127.0.0.1:8801'")
                .isEqualTo("realm.toml, line 3, column 1: addresses.ca and addresses.as have the same address; "
                        + "each server needs a different one.");
        assertRejection("\n[addresses]\nas = 'localhost:8804'").startsWith("realm.toml, line 3, column 1: ");
    }

    @Test
    void keepsReplicaOrder() throws Exception {
        RealmConfig config = parse("[addresses]\nas = ['127.0.0.1:2', '127.0.0.1:1']\nservice = ['127.0.0.1:3']");
        assertThat(config.addresses(Party.AS)).containsExactly(loopback(2), loopback(1));
        assertThat(config.address(Party.AS)).isEqualTo(loopback(2));
        assertThat(config.addresses(Party.SERVICE)).containsExactly(loopback(3));
        assertThat(config.addresses(Party.TGS)).containsExactly(loopback(8802));
    }

    @Test
    void locatesInvalidListElement() {
        assertRejection("[addresses]\nas = ['127.0.0.1:1',\n  'here']")
                .startsWith("realm.toml, line 3, column 3: addresses.as: \"here\" is not a valid address; allowed: ");
        assertRejection("[addresses]\nas = ['127.0.0.1:1', 5]")
                .isEqualTo("realm.toml, line 2, column 22: addresses.as must be a string, such as "
                        + "\"127.0.0.1:8801\", or a list of strings: [\"127.0.0.1:8801\", …].");
        assertRejection("[addresses]\nas = [['127.0.0.1:1']]").contains("must be a string");
        assertRejection("[addresses]\nas = 5").contains("or a list of strings");
    }

    @Test
    void refusesInvalidLists() {
        assertRejection("[addresses]\nas = []").contains("addresses.as lists 0 addresses; allowed: 1 to 9.");
        String ten = IntStream.rangeClosed(1, 10)
                .mapToObj(port -> "'127.0.0.1:" + port + "'")
                .collect(Collectors.joining(","));
        assertRejection("[addresses]\ntgs = [" + ten + "]").contains("addresses.tgs lists 10 addresses");
        assertRejection("[addresses]\nca = ['127.0.0.1:1']")
                .endsWith("addresses.ca must be a string, such as \"127.0.0.1:8804\".");
        assertRejection("[addresses]\napp = ['127.0.0.1:1']").contains("must be a string");
    }

    @Test
    void refusesDuplicateReplicaAddresses() throws Exception {
        assertRejection("[addresses]\nas = ['127.0.0.1:1', 'localhost:1']")
                .isEqualTo("realm.toml, line 2, column 1: addresses.as has the same address twice; "
                        + "each replica needs a different one.");
        assertRejection("[addresses]\nas = ['127.0.0.1:1', '127.0.0.1:8805']")
                .contains("addresses.app and addresses.as have the same address");
        assertThat(parse("[addresses]\nas = ['127.0.0.1:0', '127.0.0.1:0']").addresses(Party.AS))
                .hasSize(2);
    }

    @Test
    void routesDefaultToAddresses() throws Exception {
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
    void refusesInvalidRoutes() throws Exception {
        assertRejection("[routes]\nobservatory = '127.0.0.1:1'")
                .isEqualTo("realm.toml, line 2, column 1: unknown setting routes.observatory; allowed: "
                        + "as, tgs, service, ca, app.");
        assertRejection("[routes]\nas = 'here'").contains("routes.as: \"here\" is not a valid address; allowed: ");
        assertRejection("[routes]\nas = 5").contains("routes.as must be a string, such as \"127.0.0.1:9801\"");
        assertRejection("[routes]\nca = ['127.0.0.1:1']").endsWith("such as \"127.0.0.1:9804\".");
        assertRejection("[routes]\nas = []").contains("routes.as lists 0 addresses");
        assertRejection("[routes]\nca = '127.0.0.1:1'\nas = '127.0.0.1:1'")
                .contains("routes.ca and routes.as have the same address");
        // A route may be the address of another server, as in an attack.
        assertThat(parse("[routes]\nas = '127.0.0.1:8802'").route(Party.AS)).isEqualTo(loopback(8802));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "as = '192.0.2.1:1'\ntgs = '[2001:db8::1]:1'\nservice = '192.0.2.1:2'",
                "as = '127.0.0.1:1'\ntgs = '192.0.2.1:1'\nservice = '192.0.2.1:2'",
                "as = ['[2001:db8::1]:1', '192.0.2.1:1']\ntgs = '192.0.2.1:2'\nservice = '192.0.2.1:3'"
            })
    void refusesNetworksOnWhichNoTicketCouldBeUsed(String addresses) {
        assertRejection("[addresses]\n" + addresses)
                .contains("a client has different addresses there, and every ticket would be refused");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "as = '127.0.0.1:1'\ntgs = '[::1]:1'\nservice = 'localhost:2'",
                "as = '0.0.0.0:1'\ntgs = '192.0.2.1:1'\nservice = '192.0.2.1:2'",
                "as = '192.0.2.1:1'\ntgs = '192.0.2.1:2'\nservice = '192.0.2.1:3'\nca = '[::1]:1'"
            })
    void acceptsOneKindOfNetwork(String addresses) throws RealmException {
        assertThat(parse("[addresses]\n" + addresses).addresses(Party.AS)).hasSize(1);
    }
}
