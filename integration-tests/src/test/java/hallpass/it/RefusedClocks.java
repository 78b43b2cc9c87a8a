package hallpass.it;

import static hallpass.it.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hallpass.client.ExitCode;
import hallpass.message.ErrorCode;
import hallpass.trace.Party;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clocks ten minutes off: the refusal says whose. */
abstract class RefusedClocks extends RefusalsInOneRealm {
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    @ParameterizedTest
    @ValueSource(longs = {10, -10})
    void refusesClientWhoseClockIsTenMinutesOff(long minutes) {
        realm.clock(Party.CLIENT).setAhead(Duration.ofMinutes(minutes));

        assertFails(ErrorCode.KRB_AP_ERR_SKEW, ExitCode.CLOCK, "apart: as has ", () -> client.login());
        assertFails(ErrorCode.KRB_AP_ERR_SKEW, ExitCode.CLOCK, "apart: app has ", () -> client.register());
    }

    @ParameterizedTest
    @EnumSource(
            value = Party.class,
            names = {"AS", "TGS", "SERVICE", "APP"})
    void namesTheServerWhoseClockIsTenMinutesOff(Party server) throws Exception {
        ThrowingCallable asked = flowThatAsks(server);
        realm.clock(server).setAhead(TEN_MINUTES);

        assertFails(ErrorCode.KRB_AP_ERR_SKEW, ExitCode.CLOCK, "apart: " + server.id() + " has ", asked);
    }

    @Test
    void applicationServerWaitsForAnAuthorityWhoseClockIsTenMinutesOff() throws Exception {
        realm.stop(Party.APP);
        realm.folder().forgetCertificate();
        realm.clock(Party.CA).setAhead(TEN_MINUTES);
        realm.start(Party.APP);

        await().until(() -> !realm.waits(Party.APP).isEmpty());
        assertThat(realm.waits(Party.APP).get(0)).contains("37 KRB_AP_ERR_SKEW");
        assertFails(
                ErrorCode.HP_ERR_NOT_REGISTERED,
                ExitCode.UNAVAILABLE,
                "app has no certificate yet",
                () -> client.register());

        realm.clock(Party.CA).setRight();
        realm.awaitReady(Party.APP);
    }
}
