package hallpass.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import hallpass.client.CallContext;
import hallpass.client.ClientError;
import hallpass.client.ClientError.CheckFailed;
import hallpass.client.ClientError.ErrorReply;
import hallpass.client.ClientError.ServerUnreachable;
import hallpass.client.ClientError.UnknownKeyUpdateOutcome;
import hallpass.client.ClientError.UnreadableReply;
import hallpass.console.ExitCode;
import hallpass.fixtures.ClosedPort;
import hallpass.message.ErrorCode;
import hallpass.message.ErrorMessage;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.net.MessageConnection;
import hallpass.net.UnreachableException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ClientErrorTableTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Instant SERVER_TIME = Instant.parse("2026-01-01T12:10:05.250Z");

    static Stream<Arguments> everyCodeOfEveryServer() {
        return Arrays.stream(ErrorCode.values())
                .flatMap(code -> Party.SERVERS.stream().map(server -> Arguments.of(code, server)));
    }

    @ParameterizedTest
    @MethodSource("everyCodeOfEveryServer")
    void everyServerErrorHasANextStep(ErrorCode code, Party server) {
        Explanation explanation = ofServerError(code, callContext(server), SERVER_TIME, NOW);

        assertThat(explanation.problem()).isNotBlank();
        assertThat(explanation.nextStep()).isNotBlank();
        assertThat(explanation.message()).doesNotContain("\n", "  ", "null").hasSizeLessThan(260);
        assertThat(explanation.exit())
                .isNotIn(ExitCode.OK, ExitCode.INTERNAL_ERROR, ExitCode.USAGE, ExitCode.LOCAL_FILES);
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void everyRejectedReplyHasANextStep(ErrorCode code) {
        Explanation explanation = ClientErrorTable.explain(
                new CheckFailed(callContext(Party.TGS), code, "nonces: sent 1, came back 2", NOW));

        assertThat(explanation.problem()).isNotBlank();
        assertThat(explanation.nextStep()).isNotBlank();
    }

    @Test
    void explainsUnknownUser() {
        assertThat(ofServerError(ErrorCode.KDC_ERR_C_PRINCIPAL_UNKNOWN, callContext(Party.AS), NOW, NOW)
                        .message())
                .isEqualTo("the realm has no user \"bob\": check the name, or add it with hallpass user add bob");
    }

    @Test
    void showsBothClocksAndTheirDifference() {
        assertThat(ofServerError(ErrorCode.KRB_AP_ERR_SKEW, callContext(Party.AS), SERVER_TIME, NOW)
                        .message())
                .startsWith("the clocks are 10 min 5 s apart: as has 2026-01-01T12:10:05Z, "
                        + "and this machine has 2026-01-01T12:00:00Z: ");
    }

    @Test
    void suggestsLoginForExpiredTicket() {
        Explanation explanation = ofServerError(ErrorCode.KRB_AP_ERR_TKT_EXPIRED, callContext(Party.SERVICE), NOW, NOW);

        assertThat(explanation.exit()).isEqualTo(ExitCode.NOT_LOGGED_IN);
        assertThat(explanation.message()).isEqualTo("the ticket has expired: log in again with hallpass login bob");
    }

    @Test
    void namesStartScriptOfUnreachableServer() {
        assertThat(unreachable(callContext(Party.TGS), 0).message())
                .contains("tgs", "nothing listens on 127.0.0.1:", "scripts/tgs-server.sh");
    }

    @Test
    void suggestsStartingTheAdversaryForRoutedServer() {
        CallContext routed = new CallContext(Party.TGS, address(), "bob", "desk/localhost", true);
        assertThat(unreachable(routed, 0).message())
                .contains("scripts/adversary.sh", "hallpass realm routes direct")
                .doesNotContain("tgs-server.sh");
    }

    @Test
    void countsUnreachableReplicas() {
        assertThat(unreachable(callContext(Party.TGS), 1).message())
                .startsWith("tgs is unreachable at all its 2 addresses: nothing listens on 127.0.0.1:");
    }

    @Test
    void escapesControlCharactersInNames() {
        CallContext context = new CallContext(Party.AS, address(), "b\u001b[31mob\u202e", "desk");

        assertThat(ofServerError(ErrorCode.KDC_ERR_C_PRINCIPAL_UNKNOWN, context, NOW, NOW)
                        .message())
                .doesNotContain("\u001b", "\u202e")
                .contains("\\u{1b}");
    }

    @Test
    void reportsUnknownKeyUpdateOutcome() {
        ClientError cause = new UnreadableReply(callContext(Party.AS), "ends in the middle");

        assertThat(ClientErrorTable.explain(new UnknownKeyUpdateOutcome(cause, new PrincipalName("bob")))
                        .message())
                .contains("it is unknown whether the key was changed", "try the new password with", "then the old");
    }

    @ParameterizedTest
    @CsvSource({
        "PT0.25S, 250 ms",
        "PT59S, 59 s",
        "PT10M5S, 10 min 5 s",
        "PT10M, 10 min",
        "PT9M59.6S, 10 min",
        "PT59M59.9S, 1 h",
        "PT9H59M59S, 10 h",
        "PT9H58M59S, 9 h 59 min",
        "PT23H59M31S, 1 d",
        "P2DT3H4M, 2 d 3 h"
    })
    void formatsDurationsInTwoLargestUnits(Duration duration, String shown) {
        assertThat(HumanTime.format(duration)).isEqualTo(shown);
    }

    @Test
    void exitCodesAreDistinct() {
        assertThat(Arrays.stream(ExitCode.values()).map(ExitCode::number)).doesNotHaveDuplicates();
    }

    private static Explanation ofServerError(ErrorCode code, CallContext call, Instant serverTime, Instant now) {
        return ClientErrorTable.explain(new ErrorReply(call, new ErrorMessage(code, serverTime, ""), now));
    }

    private static Explanation unreachable(CallContext call, int failedReplicas) {
        try (ClosedPort port = ClosedPort.onAnyPort()) {
            UnreachableException cause = catchThrowableOfType(
                    UnreachableException.class,
                    () -> MessageConnection.open(port.address(), Duration.ofSeconds(1), Duration.ofSeconds(1)));
            return ClientErrorTable.explain(new ServerUnreachable(call, cause, failedReplicas));
        }
    }

    private static CallContext callContext(Party server) {
        return new CallContext(server, address(), "bob", "desk/localhost");
    }

    private static InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 8801);
    }
}
