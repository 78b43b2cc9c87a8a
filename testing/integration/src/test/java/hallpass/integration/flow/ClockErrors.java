package hallpass.integration.flow;

import static hallpass.integration.harness.FailureAssertions.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hallpass.console.ExitCode;
import hallpass.message.ErrorCode;
import hallpass.message.Party;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clocks that are ten minutes fast or slow: the error names the server. */
abstract class ClockErrors extends SharedRealmTests {
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    @ParameterizedTest
    @ValueSource(longs = {10, -10})
    void refusesClientWithWrongClock(long minutes) {
        realm.clock(Party.CLIENT).setOffset(Duration.ofMinutes(minutes));

        assertFails(ErrorCode.KRB_AP_ERR_SKEW, ExitCode.CLOCK_SKEW, "apart: as has ", () -> client.login());
        assertFails(ErrorCode.KRB_AP_ERR_SKEW, ExitCode.CLOCK_SKEW, "apart: app has ", () -> client.register());
    }

    @ParameterizedTest
    @EnumSource(
            value = Party.class,
            names = {"AS", "TGS", "SERVICE", "APP"})
    void namesServerWithWrongClock(Party server) throws Exception {
        ThrowingCallable asked = requestTo(server);
        realm.clock(server).setOffset(TEN_MINUTES);

        assertFails(ErrorCode.KRB_AP_ERR_SKEW, ExitCode.CLOCK_SKEW, "apart: " + server.id() + " has ", asked);
    }

    @Test
    void appServerWaitsForCaWithWrongClock() throws Exception {
        realm.stop(Party.APP);
        realm.folder().deleteServerCertificate();
        realm.clock(Party.CA).setOffset(TEN_MINUTES);
        realm.start(Party.APP);

        await().until(() -> !realm.waitMessages(Party.APP).isEmpty());
        assertThat(realm.waitMessages(Party.APP).get(0)).contains("37 KRB_AP_ERR_SKEW");
        assertFails(
                ErrorCode.HP_ERR_NOT_REGISTERED,
                ExitCode.UNAVAILABLE,
                "app has no certificate yet",
                () -> client.register());

        realm.clock(Party.CA).reset();
        realm.awaitReady(Party.APP);
    }
}
