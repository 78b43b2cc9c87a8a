package hallpass.adversary.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import hallpass.realm.RealmConfig;
import hallpass.realm.RealmProblem;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TapTest {
    @Test
    void standsBeforeEveryServerOfTheLoopbackInterface() throws RealmProblem {
        assertThat(taps("", Optional.empty()))
                .containsExactly(
                        "as        127.0.0.1:9801 -> 127.0.0.1:8801",
                        "tgs       127.0.0.1:9802 -> 127.0.0.1:8802",
                        "service   127.0.0.1:9803 -> 127.0.0.1:8803",
                        "ca        127.0.0.1:9804 -> 127.0.0.1:8804",
                        "app       127.0.0.1:9805 -> 127.0.0.1:8805");
    }

    @Test
    void standsWhereTheRoutesLeadUnlessItIsToldOtherwise() throws RealmProblem {
        String routed = "[routes]\nca = '10.0.0.1:7'";
        assertThat(taps(routed, Optional.empty()))
                .contains("ca        10.0.0.1:7 -> 127.0.0.1:8804", "app       127.0.0.1:9805 -> 127.0.0.1:8805");
        assertThat(taps(routed, Optional.of(19800))).contains("ca        127.0.0.1:19804 -> 127.0.0.1:8804");
    }

    @Test
    void standsBeforeEveryReplica() throws RealmProblem {
        assertThat(taps("addresses.as = ['127.0.0.1:1', '127.0.0.1:2']", Optional.empty()))
                .contains("as        127.0.0.1:9801 -> 127.0.0.1:1", "as-2      127.0.0.1:9811 -> 127.0.0.1:2");
    }

    @Test
    void takesNoServersPlace() {
        assertThatExceptionOfType(RealmProblem.class)
                .isThrownBy(() -> taps("", Optional.of(8800)))
                .withMessage(
                        "127.0.0.1:8801 is where one of the realm's servers listens: take other ports with --base-port.");
    }

    private static List<String> taps(String toml, Optional<Integer> basePort) throws RealmProblem {
        return Tap.before(RealmConfig.parse(toml, "realm.toml"), basePort).stream()
                .map(Tap::toString)
                .toList();
    }
}
