package hallpass.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostAddressTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,        127.0.0.1,        true",
        "127.0.0.1,        0:0:0:0:0:0:0:1,  true",
        "::1,              127.0.0.1,        true",
        "::ffff:127.0.0.1, 127.0.0.1,        true",
        "fe80:0:0:0:0:0:0:5%eth0, fe80:0:0:0:0:0:0:5%2, true",
        "127.0.0.1,        127.0.0.2,        false",
        "192.0.2.1,        127.0.0.1,        false",
        "2001:db8:0:0:0:0:0:1, 0:0:0:0:0:0:0:1, false",
        "localhost,        127.0.0.1,        false",
        "'',               127.0.0.1,        false"
    })
    void comparesHosts(String first, String second, boolean same) {
        assertThat(HostAddress.isSameHost(first, second)).isEqualTo(same);
        assertThat(HostAddress.isSameHost(second, first)).isEqualTo(same);
    }
}
