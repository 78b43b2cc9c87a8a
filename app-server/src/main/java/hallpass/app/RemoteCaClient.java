package hallpass.app;

import hallpass.config.RealmException;
import hallpass.crypto.SecretBytes;
import hallpass.message.ErrorCode;
import hallpass.message.ErrorMessage;
import hallpass.message.Message;
import hallpass.message.Nonce;
import hallpass.message.Party;
import hallpass.message.RevocationStatusRep;
import hallpass.message.RevocationStatusReq;
import hallpass.message.ServerRegistrationRep;
import hallpass.net.ErrorReplyException;
import hallpass.net.MessageConnection;
import hallpass.net.UnreachableException;
import hallpass.pki.OcspResponseValidator;
import hallpass.pki.RevocationStatus;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Refusal;
import hallpass.runtime.ServerContext;
import hallpass.trace.Trace;
import hallpass.trace.TraceEvent;
import hallpass.wire.DecodeException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Calls the authority over the network. Used by one thread. */
final class RemoteCaClient implements CaClient {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    /** Includes the generation of a key pair at the authority. */
    private static final Duration ENROLMENT_TIMEOUT = Duration.ofSeconds(10);

    private static final Duration REVOCATION_TIMEOUT = Duration.ofSeconds(2);

    private final ServerContext context;
    private final EnrolmentExchangeClient enrolment;
    private final OcspResponseValidator check;
    private final EnrolmentTokenStore tokenStore;
    private String lastFailure = "";

    RemoteCaClient(
            ServerContext context,
            EnrolmentExchangeClient enrolment,
            OcspResponseValidator check,
            EnrolmentTokenStore tokenStore) {
        this.tokenStore = tokenStore;
        this.context = context;
        this.enrolment = enrolment;
        this.check = check;
    }

    /** One call on a connection, with its trace. */
    private interface CaCall<T> {
        T on(MessageConnection connection, Trace trace)
                throws UnreachableException, ErrorReplyException, DecodeException, Refusal;
    }

    /**
     * Traces the first attempt as it happens, and a repeated attempt only if its result differs
     * from that of the attempt before.
     */
    @Override
    public ServerIdentity enrol() throws EnrolmentFailure, RealmException {
        List<TraceEvent> events = new ArrayList<>();
        // Written at once, so that the request appears before the authority's own trace.
        Trace live = event -> context.traceSink().write(List.of(event));
        String previousFailure = lastFailure;
        try {
            SecretBytes current = tokenStore.current();
            EnrolmentExchangeClient.EnrolmentResult result = call(
                    ENROLMENT_TIMEOUT,
                    (connection, trace) -> enrol(current, connection, trace),
                    previousFailure.isEmpty() ? live : events::add);
            lastFailure = "";
            tokenStore.replace(result.nextToken());
            return result.identity();
        } catch (EnrolmentFailure failure) {
            lastFailure = failure.sentence();
            throw failure;
        } finally {
            if (!lastFailure.equals(previousFailure) && !events.isEmpty()) {
                context.traceSink().write(events);
            }
        }
    }

    private EnrolmentExchangeClient.EnrolmentResult enrol(
            SecretBytes current, MessageConnection connection, Trace trace)
            throws UnreachableException, ErrorReplyException, DecodeException, Refusal {
        EnrolmentExchangeClient.EnrolmentAttempt attempt = enrolment.createRequest(current, exchangeContext(trace));
        ServerRegistrationRep reply = connection.call(attempt.request(), ServerRegistrationRep.class, trace);
        return enrolment.accept(attempt, reply, exchangeContext(trace));
    }

    /** Not traced, because it happens every few seconds. */
    @Override
    public RevocationStatus revocationStatus(ServerIdentity identity) throws EnrolmentFailure {
        Nonce nonce = Nonce.random(context.randomness());
        Message request = RevocationStatusReq.of(identity.serial(), nonce);
        return call(
                REVOCATION_TIMEOUT,
                (connection, trace) -> {
                    RevocationStatusRep reply = connection.call(request, RevocationStatusRep.class, trace);
                    return check.validate(reply.ocspResponse(), identity.serial(), nonce, exchangeContext(trace));
                },
                Trace.NONE);
    }

    private <T> T call(Duration timeout, CaCall<T> call, Trace trace) throws EnrolmentFailure {
        try (MessageConnection connection = MessageConnection.open(address(), CONNECT_TIMEOUT, timeout)) {
            return call.on(connection, trace);
        } catch (UnreachableException e) {
            throw new EnrolmentFailure("waits for ca: " + e.getMessage(), "", false);
        } catch (ErrorReplyException e) {
            ErrorCode code = e.error().code();
            throw new EnrolmentFailure(
                    "waits for ca, which refuses with " + code.number() + " " + code + ": " + code.description()
                            + (code == ErrorCode.HP_ERR_ENROLMENT_TOKEN
                                    ? "; create a new one with hallpass app enrol"
                                    : ""),
                    clockTimes(e.error()),
                    true);
        } catch (Refusal | DecodeException e) {
            throw new EnrolmentFailure("waits for ca, whose reply is invalid: " + e.getMessage(), "", true);
        }
    }

    /** Both clocks: only the operator can tell which one is wrong. */
    private String clockTimes(ErrorMessage error) {
        return error.code() == ErrorCode.KRB_AP_ERR_SKEW
                ? " (ca " + error.time() + ", own "
                        + exchangeContext(Trace.NONE).now() + ")"
                : "";
    }

    private ExchangeContext exchangeContext(Trace trace) {
        return new ExchangeContext(
                context.clock().instant(), address().getAddress().getHostAddress(), trace);
    }

    private InetSocketAddress address() {
        return context.route(Party.CA);
    }
}
