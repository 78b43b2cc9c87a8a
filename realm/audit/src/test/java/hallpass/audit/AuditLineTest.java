package hallpass.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hallpass.audit.FlatJson.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditLineTest {
    private static AuditLine lineNaming(String client) {
        return AuditLine.after(ChainHead.START, "as", AuditLogFixture.ticketIssued(client));
    }

    private static String text(AuditLine line) {
        return new String(line.encode(), StandardCharsets.US_ASCII);
    }

    @Test
    void encodesAsOneJsonObject() {
        assertThat(text(lineNaming("alice")))
                .isEqualTo("{\"n\":1,\"time\":\"2026-01-01T12:00:00Z\",\"party\":\"as\",\"event\":\"ticket-issued\","
                        + "\"client\":\"alice\",\"server\":\"krbtgt/HALLPASS.TEST\",\"previous\":\""
                        + "0".repeat(64) + "\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\nb",
                "a\r\nb",
                "\u001b[31mred",
                "right\u202eto\u2066left",
                "\u2028\u2029\u0085",
                "\"}\n{\"n\":2,\"event\":\"user-added\"",
                "back\\slash\"quote",
                "\u0000\u007f\u009b",
                "zero\u200bwidth\ufeff",
                "\ud83d\ude00 and a lone \ud83d",
                "żółć"
            })
    void escapesHostileNames(String name) throws MalformedJsonException {
        AuditLine line = lineNaming(name);

        assertThat(text(line)).matches("[ -~]*");
        assertThat(AuditLine.decode(line.encode())).isEqualTo(line);
    }

    @Test
    void keepsReservedFields() {
        AuditLine line = AuditLine.after(
                ChainHead.START, "as", AuditLogFixture.ticketIssued("alice").with("event", "user-added"));

        assertThat(text(line)).contains("\"event\":\"ticket-issued\"").doesNotContain("user-added");
    }

    @Test
    void truncatesLongFields() {
        assertThat(lineNaming("\ud83d\ude00".repeat(10_000)).encode()).hasSizeLessThan(8 * 1024);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "[1]",
                "{}",
                "{\"n\":1,\"n\":1}",
                "{\"n\":{}}",
                "{\"n\": 1}",
                "{\"n\":1}{\"n\":2}",
                "{\"n\":99999999999999999999}",
                "{\"n\":1,\"time\":\"noon\",\"party\":\"as\",\"event\":\"x\",\"previous\":\"\"}"
            })
    void rejectsMalformedLines(String text) {
        assertThatThrownBy(() -> AuditLine.decode(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedJsonException.class);
    }
}
