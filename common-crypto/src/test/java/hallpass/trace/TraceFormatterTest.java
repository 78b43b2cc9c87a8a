package hallpass.trace;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.crypto.KeyUsage;
import hallpass.message.AsReq;
import hallpass.message.ErrorCode;
import hallpass.message.ErrorMessage;
import hallpass.message.Message;
import hallpass.message.Nonce;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.message.ServerCertificateReq;
import hallpass.message.WorkedExamples;
import hallpass.message.WorkedExamples.WorkedExample;
import hallpass.trace.TraceEvent.ActionPerformed;
import hallpass.trace.TraceEvent.CheckPerformed;
import hallpass.trace.TraceEvent.MessageReceived;
import hallpass.trace.TraceEvent.MessageSent;
import hallpass.trace.TraceEvent.PartOpened;
import hallpass.trace.TraceEvent.PartSealed;
import hallpass.trace.TraceEvent.RefusalRaised;
import hallpass.wire.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceFormatterTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final String PEER = "127.0.0.1:40000";

    @Test
    void formatsTgsExchange() {
        Message request = WorkedExamples.all().get(2).message();
        Message reply = WorkedExamples.all().get(3).message();
        TraceFormatter formatter = new TraceFormatter(Party.TGS, TerminalStyle.PLAIN);

        assertThat(formatter.lines(List.of(
                        new MessageReceived(request, PEER),
                        new PartOpened("the ticket", KeyUsage.TICKET, "K_tgs (krbtgt/HALLPASS.TEST v1)"),
                        new PartOpened("the authenticator", KeyUsage.TGS_REQ_AUTHENTICATOR, "K_c,tgs"),
                        new CheckPerformed(Check.USERNAMES, "alice", "alice", true),
                        new CheckPerformed(Check.CLOCK_SKEW, "2026-01-01T12:00:02Z", "2026-01-01T12:00:03Z", true),
                        new CheckPerformed(Check.EXPIRY, "2026-01-01T12:00:02Z", "2026-01-02T12:00:00Z", true),
                        new ActionPerformed(Action.SERVICE_SESSION_KEY_GENERATED, "K_c,s"),
                        new PartSealed("the token", KeyUsage.TICKET, "K_s (desk/localhost v1)"),
                        new MessageSent(reply, PEER))))
                .containsExactly(
                        "tgs     | <- K3 TGS-REQ from 127.0.0.1:40000, 245 bytes",
                        "tgs     |    cleartext: ID_s desk/localhost, N2 2222222222222222",
                        "tgs     | ok opened the ticket with K_tgs (krbtgt/HALLPASS.TEST v1)      step 12",
                        "tgs     | ok opened the authenticator with K_c,tgs                       step 13",
                        "tgs     | ok usernames: ticket = authenticator: alice                    step 14",
                        "tgs     | ok clocks: sender 12:00:02Z, own 12:00:03Z",
                        "tgs     | ok expiry: authenticator 2026-01-01T12:00:02Z,                 step 18",
                        "tgs     |      expires 2026-01-02T12:00:00Z",
                        "tgs     |    generated a session key: K_c,s                              step 15",
                        "tgs     |    sealed the token with K_s (desk/localhost v1)               step 17",
                        "tgs     | -> K4 TGS-REP to 127.0.0.1:40000, 153 bytes");
    }

    @Test
    void marksFailedChecksAndRefusals() {
        assertThat(new TraceFormatter(Party.AS, TerminalStyle.PLAIN)
                        .lines(List.of(
                                new CheckPerformed(Check.ADDRESSES, "127.0.0.1", "192.0.2.1", false),
                                new RefusalRaised(ErrorCode.KRB_AP_ERR_BADADDR, "another address"))))
                .containsExactly(
                        "as      | NO addresses: ticket 127.0.0.1, sender 192.0.2.1",
                        "as      | NO refused, 38 KRB_AP_ERR_BADADDR: another address");
    }

    @ParameterizedTest
    @MethodSource("awkwardNames")
    void fits80ColumnsInEveryStyle(String name) {
        for (Party party : Party.values()) {
            for (TerminalStyle style : TerminalStyle.values()) {
                assertThat(new TraceFormatter(party, style).lines(eventsAbout(name)))
                        .allSatisfy(line -> {
                            assertThat(displayWidth(withoutColour(line))).isLessThanOrEqualTo(80);
                            assertThat(line).doesNotContain("\n", "\r");
                        });
            }
        }
    }

    @ParameterizedTest
    @MethodSource("awkwardNames")
    void plainLinesHaveNoControlCharactersOrTrailingSpaces(String name) {
        assertThat(new TraceFormatter(Party.TGS, TerminalStyle.PLAIN).lines(eventsAbout(name)))
                .allSatisfy(line -> {
                    assertThat(line.codePoints()).noneMatch(c -> c < 0x20 || c == 0x7f || c == 0x202e || c == 0x200b);
                    assertThat(line).doesNotEndWith(" ");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "\u0000\u001b\u007f\\"})
    void plainStyleIsAsciiForAsciiNames(String name) {
        assertThat(new TraceFormatter(Party.CLIENT, TerminalStyle.PLAIN).lines(eventsAbout(name)))
                .allSatisfy(line -> assertThat(line.codePoints()).allMatch(c -> c >= 0x20 && c < 0x7f));
    }

    @ParameterizedTest
    @MethodSource("awkwardNames")
    void colourStyleDiffersOnlyInColour(String name) {
        List<TraceEvent> events = eventsAbout(name);

        assertThat(new TraceFormatter(Party.TGS, TerminalStyle.COLOUR)
                        .lines(events).stream().map(TraceFormatterTest::withoutColour))
                .containsExactlyElementsOf(new TraceFormatter(Party.TGS, TerminalStyle.SYMBOLS).lines(events));
    }

    @Test
    void wrapsLongNamesWithoutLoss() {
        String name = "n".repeat(128);

        String text = String.join(
                "",
                new TraceFormatter(Party.AS, TerminalStyle.PLAIN)
                        .lines(new ActionPerformed(Action.CLIENT_AUTHENTICATED, name)));

        assertThat(text.chars().filter(c -> c == 'n')).hasSizeGreaterThanOrEqualTo(128);
    }

    @Test
    void neverSplitsSurrogatePairs() {
        for (int before = 0; before < 4; before++) {
            String name = "x".repeat(before) + "\ud83d\udd11".repeat(32);
            assertThat(new TraceFormatter(Party.AS, TerminalStyle.PLAIN)
                            .lines(new ActionPerformed(Action.CLIENT_AUTHENTICATED, name)))
                    .allSatisfy(line -> assertThat(line.codePoints())
                            .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
        }
    }

    @Test
    void neverShowsSealedContent() {
        String text = WorkedExamples.all().stream()
                .flatMap(example -> new TraceFormatter(Party.CLIENT, TerminalStyle.PLAIN)
                        .lines(new MessageSent(example.message(), PEER)).stream())
                .collect(Collectors.joining("\n"));

        assertThat(text).doesNotContain("take cis3319", "memo", "000102", "404142");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-01T12:00:00Z, 2026-01-01T13:00:00.5Z, 12:00:00Z",
        "2026-01-01T12:00:00Z, 2026-01-02T13:00:00Z, 2026-01-01T12:00:00Z",
        "alice, 2026-01-02T13:00:00Z, alice",
        "Z, Z, Z",
        "2026-01-01T, 2026-01-01T12:00:00Z, 2026-01-01T",
    })
    void omitsSharedDate(String text, String other, String shown) {
        assertThat(TimestampFormat.withoutSharedDate(text, other)).isEqualTo(shown);
    }

    static Stream<String> awkwardNames() {
        return Stream.of(
                "alice",
                "n".repeat(128),
                "many words in one name ".repeat(5),
                "\u001b[31m\r\n\u202e\u200b\u0007\\".repeat(8),
                "名前".repeat(21),
                "\ud83d\udd11".repeat(32),
                " ".repeat(128),
                "x" + " ".repeat(63));
    }

    /** All kinds of events, with {@code text} in every place that can hold untrusted text. */
    private static List<TraceEvent> eventsAbout(String text) {
        List<TraceEvent> events = new ArrayList<>();
        PrincipalName name = new PrincipalName(text);
        List<Message> messages = new ArrayList<>(
                WorkedExamples.all().stream().map(WorkedExample::message).toList());
        messages.add(new AsReq(name, name, new Nonce(-1), NOON, Bytes.EMPTY));
        messages.add(new ServerCertificateReq(name, NOON));
        messages.add(new ErrorMessage(ErrorCode.KRB_ERR_GENERIC, NOON, text));
        for (Message message : messages) {
            events.add(new MessageReceived(message, text));
            events.add(new MessageSent(message, PEER));
        }
        for (KeyUsage usage : KeyUsage.values()) {
            events.add(new PartSealed("the client's part", usage, "K_c (" + text + " v1)"));
            events.add(new PartOpened("the client's part", usage, "K_c (" + text + " v1)"));
        }
        for (Check check : Check.values()) {
            events.add(new CheckPerformed(check, text, text, true));
            events.add(new CheckPerformed(check, NOON.toString(), text, false));
        }
        Arrays.stream(Action.values()).forEach(action -> events.add(new ActionPerformed(action, text)));
        Arrays.stream(ErrorCode.values()).forEach(code -> events.add(new RefusalRaised(code, text)));
        return events;
    }

    private static String withoutColour(String line) {
        return line.replaceAll("\u001b\\[[0-9]+m", "");
    }

    /** Covers only the wide characters of these tests. */
    private static int displayWidth(String line) {
        return line.codePoints().map(c -> c >= 0x4e00 ? 2 : 1).sum();
    }
}
