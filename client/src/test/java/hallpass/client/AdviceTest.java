package hallpass.client;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.message.ErrorCode;
import hallpass.trace.Party;
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

class AdviceTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Instant SERVER_TIME = Instant.parse("2026-01-01T12:10:05.250Z");

    static Stream<Arguments> everyCodeFromEveryServer() {
        return Arrays.stream(ErrorCode.values())
                .flatMap(code -> Party.SERVERS.stream().map(server -> Arguments.of(code, server)));
    }

    @ParameterizedTest
    @MethodSource("everyCodeFromEveryServer")
    void everyCodeIsOneSentenceThatSaysWhatToDoNext(ErrorCode code, Party server) {
        Advice advice = Advice.on(code, matter(server), SERVER_TIME, NOW);

        assertThat(advice.happened()).isNotBlank();
        assertThat(advice.next()).isNotBlank();
        assertThat(advice.sentence()).doesNotContain("\n", "  ", "null").hasSizeLessThan(260);
        assertThat(advice.exit()).isNotIn(ExitCode.OK, ExitCode.FAULT, ExitCode.USAGE, ExitCode.REALM);
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void everyCodeThatWeFindOurselvesIsASentenceToo(ErrorCode code) {
        Advice advice = Advice.onReply(code, "nonces: sent 1, came back 2", matter(Party.TGS), NOW);

        assertThat(advice.happened()).isNotBlank();
        assertThat(advice.next()).isNotBlank();
    }

    @Test
    void namesAnUnknownUserAndHowToAddIt() {
        assertThat(Advice.on(ErrorCode.KDC_ERR_C_PRINCIPAL_UNKNOWN, matter(Party.AS), NOW, NOW)
                        .sentence())
                .isEqualTo("the realm knows no user \"bob\": check the name, or add it with hallpass user add bob");
    }

    @Test
    void showsBothClocksAndHowFarApartTheyAre() {
        assertThat(Advice.on(ErrorCode.KRB_AP_ERR_SKEW, matter(Party.AS), SERVER_TIME, NOW)
                        .sentence())
                .startsWith("the clocks are 10 min 5 s apart: as has 2026-01-01T12:10:05Z, "
                        + "and this machine has 2026-01-01T12:00:00Z: ");
    }

    @Test
    void sendsAnExpiredTicketToTheLogin() {
        Advice advice = Advice.on(ErrorCode.KRB_AP_ERR_TKT_EXPIRED, matter(Party.SERVICE), NOW, NOW);

        assertThat(advice.exit()).isEqualTo(ExitCode.NOT_LOGGED_IN);
        assertThat(advice.sentence()).isEqualTo("the ticket has expired: log in again with hallpass login bob");
    }

    @Test
    void namesTheScriptThatStartsAnUnreachableServer() {
        assertThat(Advice.unreachable(matter(Party.TGS), "nothing listens on 127.0.0.1:8801", 0)
                        .sentence())
                .contains("tgs", "127.0.0.1:8801", "scripts/tgs-server.sh");
    }

    @Test
    void namesTheAdversaryWhereNobodyListensOnTheWayThroughIt() {
        Matter routed = new Matter(Party.TGS, address(), "bob", "desk/localhost", true);
        assertThat(Advice.unreachable(routed, "nothing listens on 127.0.0.1:9802", 0)
                        .sentence())
                .contains("scripts/adversary.sh", "hallpass realm routes direct")
                .doesNotContain("tgs-server.sh");
    }

    @Test
    void saysThatSeveralWereAskedInVain() {
        assertThat(Advice.unreachable(matter(Party.TGS), "nothing listens on 127.0.0.1:8812", 1)
                        .sentence())
                .startsWith("tgs cannot be asked at any of its 2 addresses: nothing listens on 127.0.0.1:8812");
    }

    @Test
    void showsForeignNamesWithoutTheirControlCharacters() {
        Matter matter = new Matter(Party.AS, address(), "b\u001b[31mob\u202e", "desk");

        assertThat(Advice.on(ErrorCode.KDC_ERR_C_PRINCIPAL_UNKNOWN, matter, NOW, NOW)
                        .sentence())
                .doesNotContain("\u001b", "\u202e")
                .contains("\\u{1b}");
    }

    @Test
    void tellsWhatIsNotKnownAfterAKeyUpdateWithoutAReply() {
        Advice cause = Advice.unreachable(matter(Party.AS), "the connection broke", 0);

        assertThat(Advice.unsureKeyUpdate(cause, "bob").sentence())
                .contains("whether the key was changed is not known", "try the new password with", "then the old");
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
    void showsDurationsInTheirTwoLargestUnits(Duration duration, String shown) {
        assertThat(Clocks.shown(duration)).isEqualTo(shown);
    }

    @Test
    void exitCodesAreDistinct() {
        assertThat(Arrays.stream(ExitCode.values()).map(ExitCode::number)).doesNotHaveDuplicates();
    }

    private static Matter matter(Party server) {
        return new Matter(server, address(), "bob", "desk/localhost");
    }

    private static InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 8801);
    }
}
