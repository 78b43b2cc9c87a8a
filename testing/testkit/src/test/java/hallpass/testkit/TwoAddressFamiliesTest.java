package hallpass.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hallpass.client.ClientSettings;
import hallpass.client.KerberosClient;
import hallpass.crypto.Randomness;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.trace.Trace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A client reaches the servers of one realm by loopback addresses of both families. */
class TwoAddressFamiliesTest {
    private static final PrincipalName ALICE = new PrincipalName("alice");

    @BeforeEach
    void requireBothFamilies() {
        assumeTrue(canBind("127.0.0.1") && canBind("::1"), "this machine lacks a loopback address of a family");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, ::1,       ::1",
        "::1,       127.0.0.1, ::1",
        "127.0.0.1, 127.0.0.1, ::1",
        "::1,       ::1,       127.0.0.1",
        "127.0.0.1, ::ffff:127.0.0.1, ::1"
    })
    void ticketsAreAccepted(String as, String tgs, String service) throws Exception {
        try (RealmServer realm =
                RealmServer.builder().user("alice", "correct horse").create()) {
            realm.listen(Party.AS, at(as));
            realm.listen(Party.TGS, at(tgs));
            realm.listen(Party.SERVICE, at(service));
            for (Party server : new Party[] {Party.AS, Party.TGS, Party.SERVICE}) {
                realm.awaitReady(server);
            }
            KerberosClient client = new KerberosClient(
                    new ClientSettings(realm.config(), realm.clock(), Randomness.secure(), Trace.NONE));

            String time = client.request(
                    client.requestToken(
                            client.login(ALICE, "correct horse"::toCharArray), new PrincipalName("desk/localhost")),
                    "time");

            assertThat(time).isNotEmpty();
            assertThat(client.updateKey(ALICE, "correct horse"::toCharArray, "battery staple"::toCharArray))
                    .isEqualTo(2);
        }
    }

    private static InetSocketAddress at(String address) throws IOException {
        return new InetSocketAddress(InetAddress.getByName(address), 0);
    }

    private static boolean canBind(String address) {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(address))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
