package hallpass.trace;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.message.MessageType;
import hallpass.message.PrincipalName;
import hallpass.message.ServerCertificateReq;
import hallpass.wire.Bytes;
import hallpass.wire.DecodeException;
import hallpass.wire.Frame;
import hallpass.wire.Layout;
import hallpass.wire.RawFields;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Tests malformed frames. The examples in {@code docs/protocol.md} cover the valid messages. */
class HexDumpTest {
    private static final Frame REQUEST = MessageType.encode(
            new ServerCertificateReq(new PrincipalName("ID\u001b[31m\\"), Instant.parse("2026-01-01T12:00:00Z")));

    @Test
    void escapesControlCharacters() {
        assertThat(HexDump.of(REQUEST).toString()).doesNotContain("\u001b");
    }

    @Test
    void dumpsUnknownMessageTypes() {
        Frame unknown = new Frame(0x77, Bytes.of(new byte[17]));
        assertThat(HexDump.of(unknown))
                .extracting(HexDump.DumpLine::toString)
                .containsExactly(
                        "00000012                          length: 18 bytes follow",
                        "77                                type: unknown",
                        "00000000000000000000000000000000  frame has the unknown type 0x77",
                        "00");
    }

    @Test
    void dumpsTruncatedMessages() {
        Frame cut = new Frame(REQUEST.type(), Bytes.ofHex("0002"));
        assertThat(HexDump.of(cut))
                .extracting(HexDump.DumpLine::toString)
                .containsExactly(
                        "00000003                          length: 3 bytes follow",
                        "13                                type: P3, CERTIFICATE-REQ",
                        "0002                              CERTIFICATE-REQ.ID_s declares 2 bytes but only 0 remain");
    }

    @Test
    void splitsAndJoinsBody() throws DecodeException {
        Layout<?> layout = MessageType.CERTIFICATE_REQ.layout();

        assertThat(RawFields.join(layout, RawFields.split(layout, REQUEST.body())))
                .isEqualTo(REQUEST.body());
    }
}
