package hallpass.realm;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.assertj.core.api.AbstractStringAssert;

/** A {@code realm.toml} that a test writes, and what is wrong with it. */
final class RealmToml {
    private RealmToml() {}

    static RealmConfig parse(String text) throws RealmProblem {
        return RealmConfig.parse(text, "realm.toml");
    }

    static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    static AbstractStringAssert<?> assertProblem(String text) {
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
