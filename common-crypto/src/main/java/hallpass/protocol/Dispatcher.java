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
 * Dispatches the frames of one connection: decodes each request, calls the {@link RequestHandler},
 * encodes the reply, and records trace and audit. Every failure becomes an ERROR frame and does not
 * affect later requests.
 */
public final class Dispatcher {
    private final RequestHandler handler;
    private final PeerAddress peer;
    private final ServerEnvironment environment;

    /**
     * Network address of a peer.
     *
     * @param address as text, such as {@code 127.0.0.1}
     */
    public record PeerAddress(String address, int port) {
        @Override
        public String toString() {
            return Endpoint.format(address, port);
        }
    }

    /**
     * Dependencies that all connections of a server share.
     *
     * @param guardFields the guard fields that requests may have
     * @param internalErrors receives exceptions that no request should be able to cause
     */
    public record ServerEnvironment(
            InstantSource clock,
            StatusReporter status,
            TraceSink traceSink,
            AuditSink auditSink,
            ErrorPolicy errorPolicy,
            GuardFields guardFields,
            InternalErrorListener internalErrors) {}

    /** Receives internal errors, which neither the peer nor the configuration caused. */
    public interface InternalErrorListener {
        void onInternalError(Throwable error);
    }

    public Dispatcher(RequestHandler handler, PeerAddress peer, ServerEnvironment environment) {
        this.handler = handler;
        this.peer = peer;
        this.environment = environment;
    }

    /** Answers one frame. Empty for an ERROR frame, which is never answered. */
    public Optional<Frame> dispatch(Frame request) {
        // Collected per request, so that the traces of concurrent clients do not interleave.
        List<TraceEvent> events = new ArrayList<>();
        ExchangeContext context = new ExchangeContext(now(), peer.address, events::add);
        Optional<EncodedReply> reply = reply(request, context);
        // Status requests leave no trace: monitoring repeats them frequently.
        if (!events.isEmpty()) {
            environment.auditSink.record(AuditRecords.fromTrace(events, context.now(), peer.toString()));
            reply.ifPresent(made -> events.add(new MessageSent(made.message, peer.toString())));
            // Written before the reply is sent, so that consoles show causes before effects.
            environment.traceSink.write(events);
        }
        return reply.map(EncodedReply::frame);
    }

    /** The reply to bytes that are not a frame. */
    public Frame refuseMalformed(DecodeException malformed) {
        ErrorMessage error = malformedError(malformed, now());
        RefusalRaised refused = new RefusalRaised(error.code(), peer + ": " + malformed.problem());
        environment.auditSink.record(AuditRecords.fromTrace(List.of(refused), now(), peer.toString()));
        environment.traceSink.write(List.of(refused, new MessageSent(error, peer.toString())));
        return MessageType.encode(error);
    }

    /** The reply on a connection beyond the maximum. */
    public Frame busyReply() {
        return MessageType.encode(error(ErrorCode.HP_ERR_BUSY, environment.clock.instant()));
    }

    private record EncodedReply(Message message, Frame frame) {
        static EncodedReply of(Message message) {
            return new EncodedReply(message, MessageType.encode(message));
        }
    }

    private Optional<EncodedReply> reply(Frame frame, ExchangeContext context) {
        // Checked before decoding: a malformed ERROR must not be answered with an ERROR either.
        if (frame.type() == MessageType.ERROR.number()) {
            return Optional.empty();
        }
        Message request;
        try {
            request = MessageType.decode(frame);
            environment.guardFields.check(request);
        } catch (DecodeException e) {
            MessageType.find(frame.type()).ifPresent(handler::refusedUnhandled);
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
        } catch (UnavailableException e) {
            handler.refusedUnhandled(request.type());
            return unavailable(e, context);
        }
        try {
            // Encoded here, so that a reply that exceeds the frame length is an internal error.
            return EncodedReply.of(handler.handle(request, context));
        } catch (Refusal refusal) {
            context.trace().emit(new RefusalRaised(refusal.code(), refusal.reason()));
            return EncodedReply.of(error(environment.errorPolicy.publicCode(request, refusal.code()), context.now()));
        } catch (UnavailableException e) {
            return unavailable(e, context);
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

    private static EncodedReply unavailable(UnavailableException e, ExchangeContext context) {
        // HP_ERR_UNAVAILABLE promises that nothing was done, so the client may try another replica.
        ErrorCode code = e.isSafeToRetry() ? ErrorCode.HP_ERR_UNAVAILABLE : ErrorCode.KRB_ERR_GENERIC;
        context.trace().emit(new RefusalRaised(code, e.description()));
        return EncodedReply.of(error(code, context.now()));
    }

    /** Times on the wire have millisecond precision. */
    private Instant now() {
        return environment.clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static ErrorMessage error(ErrorCode code, Instant now) {
        return new ErrorMessage(code, now, code.description());
    }

    /** The only detailed error text. It describes cleartext bytes that the peer itself sent. */
    private static ErrorMessage malformedError(DecodeException e, Instant now) {
        ErrorCode code = switch (e.fault()) {
            case TOO_LONG -> ErrorCode.KRB_ERR_FIELD_TOOLONG;
            case UNKNOWN_TYPE -> ErrorCode.KRB_AP_ERR_MSG_TYPE;
            case MALFORMED -> ErrorCode.HP_ERR_MALFORMED;
        };
        return new ErrorMessage(code, now, e.problem());
    }
}
