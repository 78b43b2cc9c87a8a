package hallpass.protocol;

import hallpass.message.ErrorCode;
import hallpass.message.ErrorMessage;
import hallpass.message.Message;
import hallpass.message.MessageType;
import hallpass.message.StatusReq;
import hallpass.trace.Endpoint;
import hallpass.trace.TraceEvent;
import hallpass.trace.TraceEvent.MessageReceived;
import hallpass.trace.TraceEvent.MessageSent;
import hallpass.trace.TraceEvent.RefusalRaised;
import hallpass.trace.TraceSink;
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
public final class Dispatcher {
    private final RequestHandler handler;
    private final PeerAddress peer;
    private final ServerEnvironment environment;

    /**
     * The other side of a connection.
     *
     * @param address its network address in text, such as {@code 127.0.0.1}
     * @param port its port
     */
    public record PeerAddress(String address, int port) {
        @Override
        public String toString() {
            return Endpoint.format(address, port);
        }
    }

    /**
     * What a server's conversations have in common.
     *
     * @param errorPolicy what refused peers are told
     * @param internalErrors is told what no request should be able to cause
     */
    public record ServerEnvironment(
            InstantSource clock,
            StatusReporter status,
            TraceSink traceSink,
            AuditSink auditSink,
            ErrorPolicy errorPolicy,
            InternalErrorListener internalErrors) {}

    /** Is told of an error of our own, which is neither the peer's nor the realm's. */
    public interface InternalErrorListener {
        void onInternalError(Throwable error);
    }

    public Dispatcher(RequestHandler handler, PeerAddress peer, ServerEnvironment environment) {
        this.handler = handler;
        this.peer = peer;
        this.environment = environment;
    }

    /** The reply to one frame; empty for an ERROR frame, which is never answered. */
    public Optional<Frame> dispatch(Frame request) {
        // The story of one request is told in one piece, so that those of many clients do not mix.
        List<TraceEvent> events = new ArrayList<>();
        ExchangeContext context = new ExchangeContext(now(), peer.address, events::add);
        Optional<EncodedReply> reply = reply(request, context);
        // A question for the status is no story: scripts ask it again and again.
        if (!events.isEmpty()) {
            environment.auditSink.record(AuditRecords.fromTrace(events, context.now(), peer.toString()));
            reply.ifPresent(made -> events.add(new MessageSent(made.message, peer.toString())));
            // Told before the reply leaves: whoever reads several consoles sees causes before effects.
            environment.traceSink.write(events);
        }
        return reply.map(EncodedReply::frame);
    }

    /** The reply to bytes that are no frame. */
    public Frame refuseMalformed(DecodeException malformed) {
        ErrorMessage error = malformedError(malformed, now());
        RefusalRaised refused = new RefusalRaised(error.code(), peer + ": " + malformed.problem());
        environment.auditSink.record(AuditRecords.fromTrace(List.of(refused), now(), peer.toString()));
        environment.traceSink.write(List.of(refused, new MessageSent(error, peer.toString())));
        return MessageType.encode(error);
    }

    /** The reply to one connection too many. */
    public Frame busyReply() {
        return MessageType.encode(error(ErrorCode.HP_ERR_BUSY, environment.clock.instant()));
    }

    private record EncodedReply(Message message, Frame frame) {
        static EncodedReply of(Message message) {
            return new EncodedReply(message, MessageType.encode(message));
        }
    }

    private Optional<EncodedReply> reply(Frame frame, ExchangeContext context) {
        // Before it is decoded: also one that cannot be read must not start an exchange of errors.
        if (frame.type() == MessageType.ERROR.number()) {
            return Optional.empty();
        }
        Message request;
        try {
            request = MessageType.decode(frame);
        } catch (DecodeException e) {
            ErrorMessage error = malformedError(e, context.now());
            context.trace().emit(new RefusalRaised(error.code(), peer + ": " + e.problem()));
            return Optional.of(EncodedReply.of(error));
        }
        if (request instanceof StatusReq) {
            return Optional.of(EncodedReply.of(environment.status.toReply(context.now())));
        }
        context.trace().emit(new MessageReceived(request, peer.toString()));
        return Optional.of(handle(request, context));
    }

    private EncodedReply handle(Message request, ExchangeContext context) {
        try {
            environment.auditSink.requireReady();
            // Encoded here, so that a reply that fits no frame fails like any other error of ours.
            return EncodedReply.of(handler.handle(request, context));
        } catch (Refusal refusal) {
            context.trace().emit(new RefusalRaised(refusal.code(), refusal.reason()));
            return EncodedReply.of(error(environment.errorPolicy.publicCode(request, refusal.code()), context.now()));
        } catch (UnavailableException e) {
            // The one code promises that nothing was done, so that another server may be asked.
            ErrorCode code = e.isSafeToRetry() ? ErrorCode.HP_ERR_UNAVAILABLE : ErrorCode.KRB_ERR_GENERIC;
            context.trace().emit(new RefusalRaised(code, e.description()));
            return EncodedReply.of(error(code, context.now()));
        } catch (VirtualMachineError e) {
            throw e;
        } catch (RuntimeException | Error e) {
            environment.internalErrors.onInternalError(e);
            context.trace()
                    .emit(new RefusalRaised(
                            ErrorCode.KRB_ERR_GENERIC, e.getClass().getSimpleName()));
            return EncodedReply.of(error(ErrorCode.KRB_ERR_GENERIC, context.now()));
        }
    }

    /** Times on the wire are whole milliseconds; so an exchange sees no finer ones. */
    private Instant now() {
        return environment.clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static ErrorMessage error(ErrorCode code, Instant now) {
        return new ErrorMessage(code, now, code.description());
    }

    /** Here alone the peer is told more than the code: what is wrong with bytes that it sent itself, in clear. */
    private static ErrorMessage malformedError(DecodeException e, Instant now) {
        ErrorCode code = switch (e.fault()) {
            case TOO_LONG -> ErrorCode.KRB_ERR_FIELD_TOOLONG;
            case UNKNOWN_TYPE -> ErrorCode.KRB_AP_ERR_MSG_TYPE;
            case MALFORMED -> ErrorCode.HP_ERR_MALFORMED;
        };
        return new ErrorMessage(code, now, e.problem());
    }
}
