package hallpass.console;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.config.RealmError;
import hallpass.config.RealmException;
import hallpass.net.ListenException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NextStepsTest {
    @Test
    void appendsNextStep() {
        assertThat(NextSteps.of(new RealmException(RealmError.NO_REALM, "/lab", "There is no realm in /lab.")))
                .isEqualTo("There is no realm in /lab. Create one with: hallpass realm init /lab");
        assertThat(NextSteps.of(
                        new ListenException(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 88),
                                new BindException("in use")),
                        "--port"))
                .isEqualTo(
                        "port 88 of 127.0.0.1 is in use: stop the process that has it, or start this one with --port");
    }

    @ParameterizedTest
    @EnumSource(RealmError.class)
    void escapesControlCharactersOfSubject(RealmError error) {
        assertThat(NextSteps.of(new RealmException(error, "\u001b[31m", "A fact.")))
                .startsWith("A fact.")
                .doesNotContain("\u001b");
    }
}
