package hallpass.app;

import hallpass.message.ErrorCode;
import hallpass.message.ErrorMessage;
import hallpass.message.ServerRegistrationRep;
import hallpass.net.ErrorReply;
import hallpass.net.MessageConnection;
import hallpass.net.UnreachableException;
import hallpass.pki.CertificateCheck;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;
import hallpass.realm.RealmConfig;
import hallpass.realm.RealmProblem;
import hallpass.server.Server;
import hallpass.server.ServerContext;
import hallpass.trace.Deed;
import hallpass.trace.Party;
import hallpass.trace.Trace;
import hallpass.wire.DecodeException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Gives the server its identity: the one that it kept, or a new one from the authority, however long that takes. */
final class Enroller implements Server.Preparation {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    /** The authority may have to make a key pair first. */
    private static final Duration REPLY = Duration.ofSeconds(10);
    /** Soon enough that nobody waits for it, and seldom enough that nobody notices. */
    private static final Duration UNTIL_IT_LISTENS = Duration.ofMillis(250);
    /** An authority that answers, and refuses, must first be put right by a person. */
    private static final Duration UNTIL_IT_AGREES = Duration.ofSeconds(3);

    private final ServerContext context;
    private final CertificateCheck authority;
    private final Registration registration;
    private final IdentityFiles files;
    private final Enrolment enrolment;

    Enroller(ServerContext context, CertificateCheck authority, Registration registration) {
        RealmConfig config = context.realm().config();
        this.context = context;
        this.authority = authority;
        this.registration = registration;
        this.files = new IdentityFiles(context.realm());
        this.enrolment =
                new Enrolment(config.serverName(), authority, config.clockSkew(), config.seals(), context.randomness());
    }

    /**
     * Why there is no identity yet, and when to try again.
     *
     * @param detail what is another one each time, and no news
     */
    private record Obstacle(String sentence, String detail, Duration pause) {
        Obstacle(String sentence, Duration pause) {
            this(sentence, "", pause);
        }
    }

    @Override
    public void await(Server.Waiting waiting) throws InterruptedException, RealmProblem {
        Optional<ServerIdentity> kept =
                files.load(context.realm().config().serverName(), authority, occasion(Trace.NONE));
        if (kept.isPresent()) {
            registration.complete(kept.get());
            return;
        }
        String said = "";
        for (Optional<Obstacle> obstacle = tryOnce(); obstacle.isPresent(); obstacle = tryOnce()) {
            if (!obstacle.get().sentence().equals(said)) {
                said = obstacle.get().sentence();
                waiting.waitsFor(said + obstacle.get().detail());
            }
            Thread.sleep(obstacle.get().pause().toMillis());
        }
    }

    /** Empty if it worked. */
    private Optional<Obstacle> tryOnce() throws RealmProblem {
        // Told as it happens: what this server asks stands above what the authority does about it.
        Trace trace = event -> context.narrator().tell(List.of(event));
        try (MessageConnection connection = MessageConnection.open(address(), CONNECT, REPLY)) {
            Enrolment.Asked asked = enrolment.ask(occasion(trace));
            ServerRegistrationRep reply = connection.ask(asked.request(), ServerRegistrationRep.class, trace);
            Occasion at = occasion(trace);
            ServerIdentity identity = enrolment.accept(asked, reply, at);
            files.keep(identity);
            at.done(Deed.CERTIFICATE_STORED, identity);
            registration.complete(identity);
            return Optional.empty();
        } catch (UnreachableException e) {
            return Optional.of(new Obstacle("waits for ca: " + e.getMessage(), UNTIL_IT_LISTENS));
        } catch (ErrorReply e) {
            ErrorCode code = e.error().code();
            return Optional.of(new Obstacle(
                    "waits for ca, which refuses with " + code.number() + " " + code + ": " + code.sentence(),
                    times(e.error()),
                    UNTIL_IT_AGREES));
        } catch (Refusal | DecodeException e) {
            return Optional.of(new Obstacle(
                    "waits for ca, whose answer is not to be believed: " + e.getMessage(), UNTIL_IT_AGREES));
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
        return context.realm().config().address(Party.CA);
    }
}
