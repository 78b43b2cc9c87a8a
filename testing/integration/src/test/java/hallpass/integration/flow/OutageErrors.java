package hallpass.integration.flow;

import static hallpass.integration.harness.FailureAssertions.assertFails;
import static hallpass.integration.harness.FailureAssertions.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.cli.ErrorTable;
import hallpass.client.ClientException;
import hallpass.client.credential.CachedSession;
import hallpass.console.ExitCode;
import hallpass.message.ErrorCode;
import hallpass.message.Party;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Stopped servers, and sessions that a restarted server does not have. */
abstract class OutageErrors extends SharedRealmTests {
    @ParameterizedTest
    @EnumSource(
            value = Party.class,
            names = {"AS", "TGS", "SERVICE", "APP"})
    void namesUnreachableServer(Party server) throws Exception {
        ThrowingCallable asked = requestTo(server);
        realm.stop(server);

        ClientException failure = failureOf(asked);

        assertThat(ErrorTable.explain(failure).exit()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(ErrorTable.explain(failure).message())
                .startsWith(server.id() + " is unreachable: nothing listens on ")
                .contains("scripts/" + server.id() + "-server.sh");
        realm.start(server);
        realm.awaitReady(server);
    }

    @Test
    void servesWithoutCaOnceRegistered() throws Exception {
        realm.stop(Party.CA);

        client.assertBothFlowsWork();

        realm.start(Party.CA);
    }

    @Test
    void refusesUnknownSession() throws Exception {
        CachedSession session = client.register();
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
