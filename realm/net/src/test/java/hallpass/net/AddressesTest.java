package hallpass.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressesTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1:88",
        "::1, [::1]:88",
        "::, [::]:88",
        "2001:db8::1, [2001:db8::1]:88",
        "2001:db8:0:1:0:0:0:1, [2001:db8:0:1::1]:88",
        "fe80:1:2:3:4:5:6:0, [fe80:1:2:3:4:5:6:0]:88"
    })
    void bracketsIpv6Addresses(String host, String text) throws Exception {
        assertThat(Addresses.text(new InetSocketAddress(InetAddress.getByName(host), 88)))
                .isEqualTo(text);
    }

    @Test
    void escapesControlCharactersOfUnresolvedNames() {
        assertThat(Addresses.text(InetSocketAddress.createUnresolved("a\u001bb", 88)))
                .isEqualTo("a\\u{1b}b:88");
    }
}
