package hallpass.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.crypto.Sealed;
import hallpass.message.CertificateReq;
import hallpass.message.ErrorCode;
import hallpass.message.ErrorMessage;
import hallpass.message.Message;
import hallpass.message.MessageType;
import hallpass.message.PkiServiceRep;
import hallpass.message.PrincipalName;
import hallpass.message.StatusRep;
import hallpass.message.StatusReq;
import hallpass.protocol.Responder.Peer;
import hallpass.protocol.Responder.Surroundings;
import hallpass.trace.Party;
import hallpass.trace.TraceEvent;
import hallpass.trace.TraceEvent.Received;
import hallpass.trace.TraceEvent.Refused;
import hallpass.trace.TraceEvent.Sent;
import hallpass.wire.Bytes;
import hallpass.wire.DecodeException;
import hallpass.wire.DecodeException.Fault;
import hallpass.wire.Frame;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponderTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00.123Z");
    private static final Status STATUS =
            new Status(Party.APP, new PrincipalName("ID-Server"), "classic", "1", () -> "waits for ca", () -> 0);
    private static final Message REQUEST = new CertificateReq(new PrincipalName("ID-Server"), NOW);
    private static final Message REPLY = new PkiServiceRep(new Sealed<>(Bytes.ofHex("0102")));

    private final List<List<TraceEvent>> told = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private Conversation conversation = (request, at) -> REPLY;

    private final Responder responder = new Responder(
            (request, at) -> conversation.answer(request, at),
            new Peer("127.0.0.1", 40_000),
            // Finer than the wire's milliseconds, as system clocks are.
            new Surroundings(
                    () -> NOW.plusNanos(456_789), STATUS, told::add, Auditor.NONE, ErrorPolicy.PRECISE, failures::add));

    @Test
    void answersWithTheConversationsReply() {
        assertThat(answer(REQUEST)).contains(REPLY);
    }

    @Test
    void tellsTheStoryOfARequestInOnePieceBeforeTheReplyLeaves() {
        List<Integer> toldDuringAnswer = new ArrayList<>();
        conversation = (request, at) -> {
            toldDuringAnswer.add(told.size());
            return REPLY;
        };

        answer(REQUEST);

        assertThat(toldDuringAnswer).containsExactly(0);
        assertThat(told)
                .containsExactly(List.of(new Received(REQUEST, "127.0.0.1:40000"), new Sent(REPLY, "127.0.0.1:40000")));
    }

    @Test
    void handsTheConversationAPeerWithoutPortAndATimeOfWholeMilliseconds() {
        List<Occasion> occasions = new ArrayList<>();
        conversation = (request, at) -> {
            occasions.add(at);
            return REPLY;
        };

        answer(REQUEST);

        assertThat(occasions).extracting(Occasion::peer).containsExactly("127.0.0.1");
        assertThat(occasions).extracting(Occasion::now).containsExactly(NOW);
    }

    @ParameterizedTest
    @CsvSource({
        "0x13, '', HP_ERR_MALFORMED, CERTIFICATE-REQ.ID_s is missing",
        "0x13, 0000, HP_ERR_MALFORMED, CERTIFICATE-REQ.ID_s is an empty name",
        "0x13, 00016e0001ff, HP_ERR_MALFORMED, CERTIFICATE-REQ.TS3 is 1 bytes long instead of 8",
        "0x20, 00, HP_ERR_MALFORMED, STATUS-REQ has 1 bytes left over after its last field",
        "0x3e, '', KRB_AP_ERR_MSG_TYPE, 'frame has type 0x3e, which no message has'",
    })
    void saysOfAFrameThatItCannotReadWhatIsWrong(int type, String body, ErrorCode code, String text) {
        Message error = new ErrorMessage(code, NOW, text);

        assertThat(answer(new Frame(type, Bytes.ofHex(body)))).contains(error);
        assertThat(told)
                .containsExactly(
                        List.of(new Refused(code, "127.0.0.1:40000: " + text), new Sent(error, "127.0.0.1:40000")));
    }

    @Test
    void saysOfANameThatIsTooLongWhatItsLimitIs() {
        Frame frame = new Frame(MessageType.CERTIFICATE_REQ.number(), Bytes.ofHex("0081" + "6e".repeat(129)));

        assertThat(answer(frame))
                .contains(new ErrorMessage(
                        ErrorCode.KRB_ERR_FIELD_TOOLONG,
                        NOW,
                        "CERTIFICATE-REQ.ID_s is 129 bytes long; a name has at most 128"));
    }

    @Test
    void refusesBytesThatAreNoFrame() {
        Frame refusal = responder.refuse(new DecodeException(Fault.TOO_LONG, "frame", "length 65537 is too long"));

        assertThat(decoded(refusal))
                .isEqualTo(new ErrorMessage(ErrorCode.KRB_ERR_FIELD_TOOLONG, NOW, "frame length 65537 is too long"));
        assertThat(told).hasSize(1);
    }

    @Test
    void tellsOneConnectionTooManyThatItIsBusy() {
        assertThat(decoded(responder.busy()))
                .isEqualTo(new ErrorMessage(ErrorCode.HP_ERR_BUSY, NOW, ErrorCode.HP_ERR_BUSY.sentence()));
    }

    @Test
    void neverAnswersAnError() {
        assertThat(answer(new ErrorMessage(ErrorCode.KRB_ERR_GENERIC, NOW, ""))).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    void answersAQuestionForItsStatusByItselfAndWithoutAStory() {
        assertThat(answer(new StatusReq()))
                .contains(new StatusRep("app", "ID-Server", NOW, "classic", "1", "waits for ca", 0L));
        assertThat(told).isEmpty();
    }

    @Test
    void tellsThePeerTheCodeOfARefusalAndNotItsReason() {
        conversation = (request, at) -> {
            throw new Refusal(ErrorCode.KRB_AP_ERR_BADMATCH, "ticket alice, authenticator bob");
        };
        Message error = new ErrorMessage(ErrorCode.KRB_AP_ERR_BADMATCH, NOW, ErrorCode.KRB_AP_ERR_BADMATCH.sentence());

        assertThat(answer(REQUEST)).contains(error);
        assertThat(told)
                .containsExactly(List.of(
                        new Received(REQUEST, "127.0.0.1:40000"),
                        new Refused(ErrorCode.KRB_AP_ERR_BADMATCH, "ticket alice, authenticator bob"),
                        new Sent(error, "127.0.0.1:40000")));
    }

    @Test
    void answersAnErrorOfOurOwnWithAGenericOneAndGoesOn() {
        conversation = (request, at) -> {
            throw new IllegalStateException("secret detail");
        };
        Message error = new ErrorMessage(ErrorCode.KRB_ERR_GENERIC, NOW, ErrorCode.KRB_ERR_GENERIC.sentence());

        assertThat(answer(REQUEST)).contains(error);
        assertThat(failures).extracting(Throwable::getMessage).containsExactly("secret detail");
        assertThat(told.toString()).doesNotContain("secret detail");

        conversation = (request, at) -> REPLY;
        assertThat(answer(REQUEST)).contains(REPLY);
    }

    @Test
    void treatsABrokenPromiseOfTheCodeAsAnErrorOfOurOwn() {
        conversation = (request, at) -> {
            throw new AssertionError("cannot happen");
        };

        assertThat(answer(REQUEST))
                .contains(new ErrorMessage(ErrorCode.KRB_ERR_GENERIC, NOW, ErrorCode.KRB_ERR_GENERIC.sentence()));
        assertThat(failures).hasSize(1);
    }

    @Test
    void neverAnswersAnErrorNotEvenOneThatCannotBeRead() {
        assertThat(responder.answer(new Frame(MessageType.ERROR.number(), Bytes.ofHex("0002"))))
                .isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    void treatsAReplyThatFitsNoFrameAsAnErrorOfOurOwn() {
        conversation = (request, at) -> new PkiServiceRep(new Sealed<>(Bytes.of(new byte[Frame.MAX_LENGTH])));

        assertThat(answer(REQUEST))
                .contains(new ErrorMessage(ErrorCode.KRB_ERR_GENERIC, NOW, ErrorCode.KRB_ERR_GENERIC.sentence()));
        assertThat(failures).hasSize(1);
    }

    private Optional<Message> answer(Message request) {
        return answer(MessageType.encode(request));
    }

    private Optional<Message> answer(Frame request) {
        return responder.answer(request).map(ResponderTest::decoded);
    }

    private static Message decoded(Frame frame) {
        try {
            return MessageType.decode(frame);
        } catch (DecodeException e) {
            throw new AssertionError(e);
        }
    }
}
