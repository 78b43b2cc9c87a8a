package hallpass.client;

import hallpass.message.Message;
import hallpass.message.Party;
import hallpass.net.ErrorReplyException;
import hallpass.net.MessageConnection;
import hallpass.net.UnreachableException;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Refusal;
import hallpass.trace.TraceEvent.RefusalRaised;
import hallpass.wire.DecodeException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;

/** A call to one server. Every failure becomes a {@link ClientException}. */
final class ServerCall {
    /**
     * An unreachable server is reported within three seconds; a running one answers within
     * milliseconds.
     */
    private static final Duration TIMEOUT = Duration.ofMillis(2500);
    /** For a reply without which the outcome is unknown. */
    private static final Duration LONG_TIMEOUT = Duration.ofSeconds(15);
    /** For a status query, which takes two seconds at most. */
    private static final Duration SHORT_TIMEOUT = Duration.ofMillis(1500);

    private final ClientSettings settings;
    private final CallContext callContext;
    /** Covers the connection and the first reply together. */
    private final Duration timeout;

    private final int failedReplicas;

    private ServerCall(ClientSettings settings, CallContext context, Duration timeout, int failedReplicas) {
        this.settings = settings;
        this.callContext = context;
        this.timeout = timeout;
        this.failedReplicas = failedReplicas;
    }

    /**
     * @param client the name of the caller
     * @param target the name of the service, resource or certificate
     */
    static ServerCall to(Party server, ClientSettings settings, String client, String target) {
        return to(server, settings.config().route(server), settings, client, target);
    }

    /** Calls one replica. */
    static ServerCall to(
            Party server, InetSocketAddress address, ClientSettings settings, String client, String target) {
        boolean routed = !settings.config().addresses(server).contains(address);
        return new ServerCall(settings, new CallContext(server, address, client, target, routed), TIMEOUT, 0);
    }

    ServerCall withShortTimeout() {
        return withTimeout(SHORT_TIMEOUT);
    }

    ServerCall withTimeout(Duration timeout) {
        return new ServerCall(settings, callContext, timeout, failedReplicas);
    }

    /** Returns this call with the number of replicas that failed before it. */
    ServerCall afterFailedReplicas(int count) {
        return new ServerCall(settings, callContext, timeout, count);
    }

    /** Creates a request or checks a reply. */
    interface ExchangeStep<T> {
        T run(ExchangeContext context) throws Refusal;
    }

    /** Opens a connection; the caller closes it. */
    MessageConnection connect() throws ClientException {
        try {
            return MessageConnection.openForFailover(callContext.address(), timeout, TIMEOUT);
        } catch (UnreachableException e) {
            throw unreachable(e);
        }
    }

    /** As {@link #connect}, with a longer timeout for replies. */
    MessageConnection connectWithLongTimeout() throws ClientException {
        try {
            return MessageConnection.open(callContext.address(), timeout, LONG_TIMEOUT);
        } catch (UnreachableException e) {
            throw unreachable(e);
        }
    }

    /** Sends a request on an open connection. */
    <R extends Message> R send(MessageConnection connection, Message request, Class<R> expected)
            throws ClientException {
        try {
            R reply = connection.call(request, expected, settings.trace());
            settings.config().profile().guardFields().check(reply);
            return reply;
        } catch (ErrorReplyException e) {
            throw new ClientException(new ClientError.ErrorReply(
                    callContext, e.error(), settings.clock().instant()));
        } catch (DecodeException e) {
            throw new ClientException(new ClientError.UnreadableReply(callContext, e.problem()));
        } catch (UnreachableException e) {
            throw unreachable(e);
        }
    }

    /** Sends a request on a new connection. */
    <R extends Message> R send(Message request, Class<R> expected) throws ClientException {
        try (MessageConnection connection = connect()) {
            return send(connection, request, expected);
        }
    }

    private ClientException unreachable(UnreachableException e) {
        return new ClientException(new ClientError.ServerUnreachable(callContext, e, failedReplicas));
    }

    InetSocketAddress address() {
        return callContext.address();
    }

    String addressText() {
        return callContext.addressText();
    }

    /** The current time, truncated to the milliseconds of the wire format. */
    ExchangeContext newContext() {
        Instant now = Instant.ofEpochMilli(settings.clock().millis());
        return new ExchangeContext(now, callContext.addressText(), settings.trace());
    }

    /** Runs a step at the current time. */
    <T> T run(ExchangeStep<T> step) throws ClientException {
        return run(newContext(), step);
    }

    /** Runs a step at the time of the context. */
    <T> T run(ExchangeContext context, ExchangeStep<T> step) throws ClientException {
        try {
            return step.run(context);
        } catch (Refusal refusal) {
            throw rejectedReply(refusal, context);
        }
    }

    ClientException rejectedReply(Refusal refusal, ExchangeContext context) {
        context.trace().emit(new RefusalRaised(refusal.code(), refusal.reason()));
        return new ClientException(
                new ClientError.CheckFailed(callContext, refusal.code(), refusal.reason(), context.now()));
    }
}
