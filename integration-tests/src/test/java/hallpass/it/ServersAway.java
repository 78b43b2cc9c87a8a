package hallpass.it;

import static hallpass.it.Failures.assertFails;
import static hallpass.it.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.client.ExitCode;
import hallpass.client.Failure;
import hallpass.client.credential.HeldSession;
import hallpass.message.ErrorCode;
import hallpass.trace.Party;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers that are away, and what a server that was away no longer knows. */
abstract class ServersAway extends RefusalsInOneRealm {
    @ParameterizedTest
    @EnumSource(
            value = Party.class,
            names = {"AS", "TGS", "SERVICE", "APP"})
    void namesAServerThatIsDown(Party server) throws Exception {
        ThrowingCallable asked = flowThatAsks(server);
        realm.stop(server);

        Failure failure = failure(asked);

        assertThat(failure.exit()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(failure.sentence())
                .startsWith(server.id() + " cannot be asked: nothing listens on ")
                .contains("scripts/" + server.id() + "-server.sh");
        realm.start(server);
        realm.awaitReady(server);
    }

    @Test
    void servesOnWithoutTheAuthorityOnceItHasItsCertificate() throws Exception {
        realm.stop(Party.CA);

        client.assertBothFlowsWork();

        realm.start(Party.CA);
    }

    @Test
    void refusesSessionThatTheServerDoesNotKnow() throws Exception {
        HeldSession session = client.register();
        realm.stop(Party.APP);
        realm.start(Party.APP);
        realm.awaitReady(Party.APP);

        assertFails(
                ErrorCode.HP_ERR_NO_SESSION,
                ExitCode.NOT_LOGGED_IN,
                "register with hallpass pki register",
                () -> client.pki().request(session, "memo"));
    }
}
