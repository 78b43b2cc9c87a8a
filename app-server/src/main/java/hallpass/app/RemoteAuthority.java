package hallpass.app;

import hallpass.crypto.SecretBytes;
import hallpass.message.ErrorCode;
import hallpass.message.ErrorMessage;
import hallpass.message.Message;
import hallpass.message.Nonce;
import hallpass.message.RevocationRep;
import hallpass.message.RevocationReq;
import hallpass.message.ServerRegistrationRep;
import hallpass.net.ErrorReply;
import hallpass.net.MessageConnection;
import hallpass.net.UnreachableException;
import hallpass.pki.CertificateState;
import hallpass.pki.RevocationAnswerCheck;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;
import hallpass.realm.RealmProblem;
import hallpass.server.ServerContext;
import hallpass.trace.Party;
import hallpass.trace.Trace;
import hallpass.trace.TraceEvent;
import hallpass.wire.DecodeException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The authority on its port. One thread asks it. */
final class RemoteAuthority implements Authority {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    /** The authority may have to make a key pair first. */
    private static final Duration REPLY = Duration.ofSeconds(10);

    private static final Duration ANSWER = Duration.ofSeconds(2);

    private final ServerContext context;
    private final Enrolment enrolment;
    private final RevocationAnswerCheck check;
    private final EnrolmentToken token;
    private String lastObstacle = "";

    RemoteAuthority(ServerContext context, Enrolment enrolment, RevocationAnswerCheck check, EnrolmentToken token) {
        this.token = token;
        this.context = context;
        this.enrolment = enrolment;
        this.check = check;
    }

    /** What is done on a connection, the story of which goes to a trace. */
    private interface Talk<T> {
        T with(MessageConnection connection, Trace trace)
                throws UnreachableException, ErrorReply, DecodeException, Refusal;
    }

    /** The first try is told as it happens; later ones in a row are told when they end in another way than the last. */
    @Override
    public ServerIdentity enrol() throws Obstacle, RealmProblem {
        List<TraceEvent> story = new ArrayList<>();
        // What this server asks stands above what the authority does about it.
        Trace live = event -> context.narrator().tell(List.of(event));
        String before = lastObstacle;
        try {
            SecretBytes current = token.current();
            Enrolment.Enrolled enrolled = talk(
                    REPLY,
                    (connection, trace) -> enrol(current, connection, trace),
                    before.isEmpty() ? live : story::add);
            lastObstacle = "";
            token.replace(enrolled.nextToken());
            return enrolled.identity();
        } catch (Obstacle obstacle) {
            lastObstacle = obstacle.sentence();
            throw obstacle;
        } finally {
            if (!lastObstacle.equals(before) && !story.isEmpty()) {
                context.narrator().tell(story);
            }
        }
    }

    private Enrolment.Enrolled enrol(SecretBytes current, MessageConnection connection, Trace trace)
            throws UnreachableException, ErrorReply, DecodeException, Refusal {
        Enrolment.Asked asked = enrolment.ask(current, occasion(trace));
        ServerRegistrationRep reply = connection.ask(asked.request(), ServerRegistrationRep.class, trace);
        return enrolment.accept(asked, reply, occasion(trace));
    }

    /** Asked every few seconds, so not told. */
    @Override
    public CertificateState stateOf(ServerIdentity identity) throws Obstacle {
        Nonce nonce = Nonce.random(context.randomness());
        Message question = RevocationReq.about(identity.serial(), nonce);
        return talk(
                ANSWER,
                (connection, trace) -> {
                    RevocationRep reply = connection.ask(question, RevocationRep.class, trace);
                    return check.read(reply.answer(), identity.serial(), nonce, occasion(trace));
                },
                Trace.NONE);
    }

    private <T> T talk(Duration patience, Talk<T> talk, Trace trace) throws Obstacle {
        try (MessageConnection connection = MessageConnection.open(address(), CONNECT, patience)) {
            return talk.with(connection, trace);
        } catch (UnreachableException e) {
            throw new Obstacle("waits for ca: " + e.getMessage(), "", false);
        } catch (ErrorReply e) {
            ErrorCode code = e.error().code();
            throw new Obstacle(
                    "waits for ca, which refuses with " + code.number() + " " + code + ": " + code.sentence(),
                    times(e.error()),
                    true);
        } catch (Refusal | DecodeException e) {
            throw new Obstacle("waits for ca, whose answer is not to be believed: " + e.getMessage(), "", true);
        }
    }

    /** Which of the two clocks is wrong, only a person can tell. */
    private String times(ErrorMessage error) {
        return error.code() == ErrorCode.KRB_AP_ERR_SKEW
                ? " (ca " + error.time() + ", own " + occasion(Trace.NONE).now() + ")"
                : "";
    }

    private Occasion occasion(Trace trace) {
        return new Occasion(context.clock().instant(), address().getAddress().getHostAddress(), trace);
    }

    private InetSocketAddress address() {
        return context.realm().config().route(Party.CA);
    }
}
