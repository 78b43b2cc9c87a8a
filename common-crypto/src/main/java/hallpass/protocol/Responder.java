package hallpass.protocol;

import hallpass.message.ErrorCode;
import hallpass.message.ErrorMessage;
import hallpass.message.Message;
import hallpass.message.MessageType;
import hallpass.message.StatusReq;
import hallpass.trace.Endpoint;
import hallpass.trace.Narrator;
import hallpass.trace.TraceEvent;
import hallpass.trace.TraceEvent.Received;
import hallpass.trace.TraceEvent.Refused;
import hallpass.trace.TraceEvent.Sent;
import hallpass.wire.DecodeException;
import hallpass.wire.Frame;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes one connection's frames to its conversation and the replies back: frame → message → exchange → message →
 * frame. Whatever goes wrong becomes an ERROR frame, and the next request is unaffected.
 */
public final class Responder {
    private final Conversation conversation;
    private final Peer peer;
    private final Surroundings surroundings;

    /**
     * The other side of a connection.
     *
     * @param address its network address in text, such as {@code 127.0.0.1}
     * @param port its port
     */
    public record Peer(String address, int port) {
        @Override
        public String toString() {
            return Endpoint.text(address, port);
        }
    }

    /**
     * What a server's conversations have in common.
     *
     * @param errors what refused peers are told
     * @param failures is told what no request should be able to cause
     */
    public record Surroundings(
            InstantSource clock,
            Status status,
            Narrator narrator,
            Auditor auditor,
            ErrorPolicy errors,
            Failures failures) {}

    /** Is told of an error of our own, which is neither the peer's nor the realm's. */
    public interface Failures {
        void failed(Throwable error);
    }

    public Responder(Conversation conversation, Peer peer, Surroundings surroundings) {
        this.conversation = conversation;
        this.peer = peer;
        this.surroundings = surroundings;
    }

    /** The reply to one frame; empty for an ERROR frame, which is never answered. */
    public Optional<Frame> answer(Frame request) {
        // The story of one request is told in one piece, so that those of many clients do not mix.
        List<TraceEvent> story = new ArrayList<>();
        Occasion at = new Occasion(now(), peer.address, story::add);
        Optional<Reply> reply = reply(request, at);
        // A question for the status is no story: scripts ask it again and again.
        if (!story.isEmpty()) {
            surroundings.auditor.record(AccountOf.story(story, at.now(), peer.toString()));
            reply.ifPresent(made -> story.add(new Sent(made.message, peer.toString())));
            // Told before the reply leaves: whoever reads several consoles sees causes before effects.
            surroundings.narrator.tell(story);
        }
        return reply.map(Reply::frame);
    }

    /** The reply to bytes that are no frame. */
    public Frame refuse(DecodeException unreadable) {
        ErrorMessage error = malformed(unreadable, now());
        Refused refused = new Refused(error.code(), peer + ": " + unreadable.problem());
        surroundings.auditor.record(AccountOf.story(List.of(refused), now(), peer.toString()));
        surroundings.narrator.tell(List.of(refused, new Sent(error, peer.toString())));
        return MessageType.encode(error);
    }

    /** The reply to one connection too many. */
    public Frame busy() {
        return MessageType.encode(error(ErrorCode.HP_ERR_BUSY, surroundings.clock.instant()));
    }

    private record Reply(Message message, Frame frame) {
        static Reply of(Message message) {
            return new Reply(message, MessageType.encode(message));
        }
    }

    private Optional<Reply> reply(Frame frame, Occasion at) {
        // Before it is decoded: also one that cannot be read must not start an exchange of errors.
        if (frame.type() == MessageType.ERROR.number()) {
            return Optional.empty();
        }
        Message request;
        try {
            request = MessageType.decode(frame);
        } catch (DecodeException e) {
            ErrorMessage error = malformed(e, at.now());
            at.trace().tell(new Refused(error.code(), peer + ": " + e.problem()));
            return Optional.of(Reply.of(error));
        }
        if (request instanceof StatusReq) {
            return Optional.of(Reply.of(surroundings.status.at(at.now())));
        }
        at.trace().tell(new Received(request, peer.toString()));
        return Optional.of(converse(request, at));
    }

    private Reply converse(Message request, Occasion at) {
        try {
            surroundings.auditor.requireReady();
            // Encoded here, so that a reply that fits no frame fails like any other error of ours.
            return Reply.of(conversation.answer(request, at));
        } catch (Refusal refusal) {
            at.trace().tell(new Refused(refusal.code(), refusal.reason()));
            return Reply.of(error(surroundings.errors.told(request, refusal.code()), at.now()));
        } catch (UnavailableException e) {
            // The one code promises that nothing was done, so that another server may be asked.
            ErrorCode code = e.isNothingDone() ? ErrorCode.HP_ERR_UNAVAILABLE : ErrorCode.KRB_ERR_GENERIC;
            at.trace().tell(new Refused(code, e.sentence()));
            return Reply.of(error(code, at.now()));
        } catch (VirtualMachineError e) {
            throw e;
        } catch (RuntimeException | Error e) {
            surroundings.failures.failed(e);
            at.trace().tell(new Refused(ErrorCode.KRB_ERR_GENERIC, e.getClass().getSimpleName()));
            return Reply.of(error(ErrorCode.KRB_ERR_GENERIC, at.now()));
        }
    }

    /** Times on the wire are whole milliseconds; so an exchange sees no finer ones. */
    private Instant now() {
        return surroundings.clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static ErrorMessage error(ErrorCode code, Instant now) {
        return new ErrorMessage(code, now, code.sentence());
    }

    /** Here alone the peer is told more than the code: what is wrong with bytes that it sent itself, in clear. */
    private static ErrorMessage malformed(DecodeException e, Instant now) {
        ErrorCode code = switch (e.fault()) {
            case TOO_LONG -> ErrorCode.KRB_ERR_FIELD_TOOLONG;
            case UNKNOWN_TYPE -> ErrorCode.KRB_AP_ERR_MSG_TYPE;
            case MALFORMED -> ErrorCode.HP_ERR_MALFORMED;
        };
        return new ErrorMessage(code, now, e.problem());
    }
}
