package hallpass.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.assertj.core.api.AbstractStringAssert;

/** Parses texts as {@code realm.toml}, and asserts errors. */
final class RealmTomlAssertions {
    private RealmTomlAssertions() {}

    static RealmConfig parse(String text) throws RealmException {
        return RealmConfig.parse(text, "realm.toml");
    }

    static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    static AbstractStringAssert<?> assertRejection(String text) {
        return assertThat(rejection(text));
    }

    private static String rejection(String text) {
        try {
            parse(text);
        } catch (RealmException e) {
            return e.description();
        }
        throw new AssertionError("accepted: " + text);
    }
}
