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

/** One thing that is asked of one server. All that can go wrong with it becomes a {@link ClientException} with a sentence. */
final class ServerCall {
    /** A server that is down is named within three seconds; a good one answers within milliseconds. */
    private static final Duration TIMEOUT = Duration.ofMillis(2500);
    /** For a reply without which one does not know what was done. */
    private static final Duration LONG_TIMEOUT = Duration.ofSeconds(15);
    /** Connecting and answering together stay within two seconds. */
    private static final Duration SHORT_TIMEOUT = Duration.ofMillis(1500);

    private final ClientSettings settings;
    private final CallContext callContext;
    /** For a connection and the first reply on it, both together. */
    private final Duration timeout;
    /** How many others were asked before. */
    private final int failedReplicas;

    private ServerCall(ClientSettings settings, CallContext context, Duration timeout, int failedReplicas) {
        this.settings = settings;
        this.callContext = context;
        this.timeout = timeout;
        this.failedReplicas = failedReplicas;
    }

    /**
     * @param client the name that asks
     * @param target what is asked for
     */
    static ServerCall to(Party server, ClientSettings settings, String client, String target) {
        return to(server, settings.config().route(server), settings, client, target);
    }

    /** To one of several servers. */
    static ServerCall to(
            Party server, InetSocketAddress address, ClientSettings settings, String client, String target) {
        boolean routed = !settings.config().addresses(server).contains(address);
        return new ServerCall(settings, new CallContext(server, address, client, target, routed), TIMEOUT, 0);
    }

    /** The same with less time. */
    ServerCall withShortTimeout() {
        return withTimeout(SHORT_TIMEOUT);
    }

    ServerCall withTimeout(Duration timeout) {
        return new ServerCall(settings, callContext, timeout, failedReplicas);
    }

    /** The same after so many others could not serve. */
    ServerCall afterFailedReplicas(int count) {
        return new ServerCall(settings, callContext, timeout, count);
    }

    /** An answer, right or wrong, that comes to its end or throws. */
    interface ExchangeStep<T> {
        T run(ExchangeContext context) throws Refusal;
    }

    /** A connection for this errand; closed by whoever opened it. */
    MessageConnection connect() throws ClientException {
        try {
            return MessageConnection.openForFailover(callContext.address(), timeout, TIMEOUT);
        } catch (UnreachableException e) {
            throw unreachable(e);
        }
    }

    /** The same with more time for replies, but not for the connection. */
    MessageConnection connectWithLongTimeout() throws ClientException {
        try {
            return MessageConnection.open(callContext.address(), timeout, LONG_TIMEOUT);
        } catch (UnreachableException e) {
            throw unreachable(e);
        }
    }

    /** Asks on a connection that is open, perhaps by an earlier errand to the same server. */
    <R extends Message> R send(MessageConnection connection, Message request, Class<R> expected)
            throws ClientException {
        try {
            return connection.call(request, expected, settings.trace());
        } catch (ErrorReplyException e) {
            throw new ClientException(new ClientError.ErrorReply(
                    callContext, e.error(), settings.clock().instant()));
        } catch (DecodeException e) {
            throw new ClientException(new ClientError.UnreadableReply(callContext, e.problem()));
        } catch (UnreachableException e) {
            throw unreachable(e);
        }
    }

    /** Asks on a connection of its own. */
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

    /** The server's address in words. */
    String addressText() {
        return callContext.addressText();
    }

    /** Now, to the millisecond that times have on the wire. */
    ExchangeContext newContext() {
        Instant now = Instant.ofEpochMilli(settings.clock().millis());
        return new ExchangeContext(now, callContext.addressText(), settings.trace());
    }

    /** Does what an exchange does with a request or a reply, now. */
    <T> T run(ExchangeStep<T> step) throws ClientException {
        return run(newContext(), step);
    }

    /** Does what an exchange does with a reply that came at that time. */
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
