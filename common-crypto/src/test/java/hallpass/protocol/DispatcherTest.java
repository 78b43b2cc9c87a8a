package hallpass.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.crypto.RsaSealed;
import hallpass.crypto.Sealed;
import hallpass.message.ClientRegistrationReq;
import hallpass.message.ErrorCode;
import hallpass.message.ErrorMessage;
import hallpass.message.Message;
import hallpass.message.MessageType;
import hallpass.message.Party;
import hallpass.message.PkiServiceRep;
import hallpass.message.PrincipalName;
import hallpass.message.ServerCertificateReq;
import hallpass.message.StatusRep;
import hallpass.message.StatusReq;
import hallpass.protocol.Dispatcher.PeerAddress;
import hallpass.protocol.Dispatcher.ServerEnvironment;
import hallpass.trace.TraceEvent;
import hallpass.trace.TraceEvent.MessageReceived;
import hallpass.trace.TraceEvent.MessageSent;
import hallpass.trace.TraceEvent.RefusalRaised;
import hallpass.wire.Bytes;
import hallpass.wire.DecodeException;
import hallpass.wire.DecodeException.DecodeFault;
import hallpass.wire.Frame;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DispatcherTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00.123Z");
    private static final StatusReporter STATUS = new StatusReporter(
            Party.APP, new PrincipalName("ID-Server"), "classic", "1", () -> "waits for ca", () -> 0);
    private static final Message REQUEST = new ServerCertificateReq(new PrincipalName("ID-Server"), NOW);
    private static final Message REPLY = new PkiServiceRep(new Sealed<>(Bytes.ofHex("0102")));

    private final List<List<TraceEvent>> traces = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final List<MessageType> unhandled = new ArrayList<>();
    private RequestHandler handler = (request, context) -> REPLY;

    private final Dispatcher dispatcher = new Dispatcher(
            new RequestHandler() {
                @Override
                public Message handle(Message request, ExchangeContext context) throws Refusal {
                    return handler.handle(request, context);
                }

                @Override
                public void refusedUnhandled(MessageType type) {
                    unhandled.add(type);
                }
            },
            new PeerAddress("127.0.0.1", 40_000),
            // Finer than the millisecond precision of the wire, like system clocks.
            new ServerEnvironment(
                    () -> NOW.plusNanos(456_789),
                    STATUS,
                    traces::add,
                    AuditSink.NONE,
                    ErrorPolicy.PRECISE,
                    new GuardFields(Set.of()),
                    failures::add));

    @Test
    void sendsTheHandlersReply() {
        assertThat(answer(REQUEST)).contains(REPLY);
    }

    @ParameterizedTest
    @CsvSource({
        "0x05, '', AP_REQ",
        "0x05, 0003, AP_REQ",
        "0x13, 0000, CERTIFICATE_REQ",
    })
    void tellsTheHandlerOfMalformedRequest(int type, String body, MessageType expected) {
        answer(new Frame(type, Bytes.ofHex(body)));

        assertThat(unhandled).containsExactly(expected);
    }

    @Test
    void tellsTheHandlerOnlyOfRequestsThatItDoesNotHandle() {
        answer(REQUEST);
        answer(new Frame(0x3e, Bytes.EMPTY));

        assertThat(unhandled).isEmpty();
    }

    @Test
    void refusesFieldOfAbsentGuard() {
        Bytes some = Bytes.ofHex("0102");
        Message request = new ClientRegistrationReq(new RsaSealed<>(some), some, Bytes.EMPTY);

        assertThat(answer(request))
                .contains(new ErrorMessage(
                        ErrorCode.HP_ERR_MALFORMED,
                        NOW,
                        "CLIENT-REGISTRATION-REQ.Cert_c belongs to the guard client-certificate, which this realm"
                                + " does not have"));
    }

    @Test
    void emitsOneTracePerRequestBeforeReplying() {
        List<Integer> toldDuringAnswer = new ArrayList<>();
        handler = (request, context) -> {
            toldDuringAnswer.add(traces.size());
            return REPLY;
        };

        answer(REQUEST);

        assertThat(toldDuringAnswer).containsExactly(0);
        assertThat(traces)
                .containsExactly(List.of(
                        new MessageReceived(REQUEST, "127.0.0.1:40000"), new MessageSent(REPLY, "127.0.0.1:40000")));
    }

    @Test
    void passesPeerAddressAndTimeInMilliseconds() {
        List<ExchangeContext> contexts = new ArrayList<>();
        handler = (request, context) -> {
            contexts.add(context);
            return REPLY;
        };

        answer(REQUEST);

        assertThat(contexts).extracting(ExchangeContext::peer).containsExactly("127.0.0.1");
        assertThat(contexts).extracting(ExchangeContext::now).containsExactly(NOW);
    }

    @ParameterizedTest
    @CsvSource({
        "0x13, '', HP_ERR_MALFORMED, CERTIFICATE-REQ.ID_s is missing",
        "0x13, 0000, HP_ERR_MALFORMED, CERTIFICATE-REQ.ID_s is an empty name",
        "0x13, 00016e0001ff, HP_ERR_MALFORMED, CERTIFICATE-REQ.TS3 has 1 bytes instead of 8",
        "0x20, 00, HP_ERR_MALFORMED, STATUS-REQ has 1 trailing bytes after the last field",
        "0x3e, '', KRB_AP_ERR_MSG_TYPE, frame has the unknown type 0x3e",
    })
    void describesWhyAFrameIsMalformed(int type, String body, ErrorCode code, String text) {
        Message error = new ErrorMessage(code, NOW, text);

        assertThat(answer(new Frame(type, Bytes.ofHex(body)))).contains(error);
        assertThat(traces)
                .containsExactly(List.of(
                        new RefusalRaised(code, "127.0.0.1:40000: " + text),
                        new MessageSent(error, "127.0.0.1:40000")));
    }

    @Test
    void describesTheLengthLimitOfAName() {
        Frame frame = new Frame(MessageType.CERTIFICATE_REQ.number(), Bytes.ofHex("0081" + "6e".repeat(129)));

        assertThat(answer(frame))
                .contains(new ErrorMessage(
                        ErrorCode.KRB_ERR_FIELD_TOOLONG,
                        NOW,
                        "CERTIFICATE-REQ.ID_s is 129 bytes long; a name has at most 128"));
    }

    @Test
    void refusesInvalidFrame() {
        Frame refusal = dispatcher.refuseMalformed(
                new DecodeException(DecodeFault.TOO_LONG, "frame", "length 65537 is too long"));

        assertThat(decoded(refusal))
                .isEqualTo(new ErrorMessage(ErrorCode.KRB_ERR_FIELD_TOOLONG, NOW, "frame length 65537 is too long"));
        assertThat(traces).hasSize(1);
    }

    @Test
    void repliesBusyWithErrorMessage() {
        assertThat(decoded(dispatcher.busyReply()))
                .isEqualTo(new ErrorMessage(ErrorCode.HP_ERR_BUSY, NOW, ErrorCode.HP_ERR_BUSY.description()));
    }

    @Test
    void ignoresErrorMessages() {
        assertThat(answer(new ErrorMessage(ErrorCode.KRB_ERR_GENERIC, NOW, ""))).isEmpty();
        assertThat(traces).isEmpty();
    }

    @Test
    void answersStatusRequestsWithoutTracing() {
        assertThat(answer(new StatusReq()))
                .contains(new StatusRep("app", "ID-Server", NOW, "classic", "1", "waits for ca", 0L));
        assertThat(traces).isEmpty();
    }

    @Test
    void sendsRefusalCodeButNotItsReason() {
        handler = (request, context) -> {
            throw new Refusal(ErrorCode.KRB_AP_ERR_BADMATCH, "ticket alice, authenticator bob");
        };
        Message error =
                new ErrorMessage(ErrorCode.KRB_AP_ERR_BADMATCH, NOW, ErrorCode.KRB_AP_ERR_BADMATCH.description());

        assertThat(answer(REQUEST)).contains(error);
        assertThat(traces)
                .containsExactly(List.of(
                        new MessageReceived(REQUEST, "127.0.0.1:40000"),
                        new RefusalRaised(ErrorCode.KRB_AP_ERR_BADMATCH, "ticket alice, authenticator bob"),
                        new MessageSent(error, "127.0.0.1:40000")));
    }

    @Test
    void answersGenericErrorAfterAnExceptionAndContinues() {
        handler = (request, context) -> {
            throw new IllegalStateException("secret detail");
        };
        Message error = new ErrorMessage(ErrorCode.KRB_ERR_GENERIC, NOW, ErrorCode.KRB_ERR_GENERIC.description());

        assertThat(answer(REQUEST)).contains(error);
        assertThat(failures).extracting(Throwable::getMessage).containsExactly("secret detail");
        assertThat(traces.toString()).doesNotContain("secret detail");

        handler = (request, context) -> REPLY;
        assertThat(answer(REQUEST)).contains(REPLY);
    }

    @Test
    void answersGenericErrorAfterAnAssertionError() {
        handler = (request, context) -> {
            throw new AssertionError("cannot happen");
        };

        assertThat(answer(REQUEST))
                .contains(new ErrorMessage(ErrorCode.KRB_ERR_GENERIC, NOW, ErrorCode.KRB_ERR_GENERIC.description()));
        assertThat(failures).hasSize(1);
    }

    @Test
    void ignoresMalformedErrorMessages() {
        assertThat(dispatcher.dispatch(new Frame(MessageType.ERROR.number(), Bytes.ofHex("0002"))))
                .isEmpty();
        assertThat(traces).isEmpty();
    }

    @Test
    void answersGenericErrorWhenTheReplyIsTooLong() {
        handler = (request, context) -> new PkiServiceRep(new Sealed<>(Bytes.of(new byte[Frame.MAX_LENGTH])));

        assertThat(answer(REQUEST))
                .contains(new ErrorMessage(ErrorCode.KRB_ERR_GENERIC, NOW, ErrorCode.KRB_ERR_GENERIC.description()));
        assertThat(failures).hasSize(1);
    }

    private Optional<Message> answer(Message request) {
        return answer(MessageType.encode(request));
    }

    private Optional<Message> answer(Frame request) {
        return dispatcher.dispatch(request).map(DispatcherTest::decoded);
    }

    private static Message decoded(Frame frame) {
        try {
            return MessageType.decode(frame);
        } catch (DecodeException e) {
            throw new AssertionError(e);
        }
    }
}
