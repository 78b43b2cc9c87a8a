package hallpass.adversary.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import hallpass.config.RealmConfig;
import hallpass.config.RealmException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProxyEndpointTest {
    @Test
    void listensInFrontOfEveryServer() throws RealmException {
        assertThat(endpoints("", Optional.empty()))
                .containsExactly(
                        "as        127.0.0.1:9801 -> 127.0.0.1:8801",
                        "tgs       127.0.0.1:9802 -> 127.0.0.1:8802",
                        "service   127.0.0.1:9803 -> 127.0.0.1:8803",
                        "ca        127.0.0.1:9804 -> 127.0.0.1:8804",
                        "app       127.0.0.1:9805 -> 127.0.0.1:8805");
    }

    @Test
    void listensOnRoutesUnlessBasePortIsGiven() throws RealmException {
        String routed = "[routes]\nca = '10.0.0.1:7'";
        assertThat(endpoints(routed, Optional.empty()))
                .contains("ca        10.0.0.1:7 -> 127.0.0.1:8804", "app       127.0.0.1:9805 -> 127.0.0.1:8805");
        assertThat(endpoints(routed, Optional.of(19800))).contains("ca        127.0.0.1:19804 -> 127.0.0.1:8804");
    }

    @Test
    void listensInFrontOfEveryReplica() throws RealmException {
        assertThat(endpoints("addresses.as = ['127.0.0.1:1', '127.0.0.1:2']", Optional.empty()))
                .contains("as        127.0.0.1:9801 -> 127.0.0.1:1", "as-2      127.0.0.1:9811 -> 127.0.0.1:2");
    }

    @Test
    void refusesAddressOfAServer() {
        assertThatExceptionOfType(RealmException.class)
                .isThrownBy(() -> endpoints("", Optional.of(8800)))
                .withMessageStartingWith("127.0.0.1:8801 is the address of a server of this realm: ");
    }

    private static List<String> endpoints(String toml, Optional<Integer> basePort) throws RealmException {
        return ProxyEndpoint.forRealm(RealmConfig.parse(toml, "realm.toml"), basePort).stream()
                .map(ProxyEndpoint::toString)
                .toList();
    }
}
