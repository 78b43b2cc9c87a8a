package hallpass.app;

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
import hallpass.trace.TraceEvent;
import hallpass.wire.DecodeException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gives the server its identity: the one that it kept, or a new one from the authority, however long that takes. */
final class Enroller implements Server.Preparation {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    /** The authority may have to make a key pair first. */
    private static final Duration REPLY = Duration.ofSeconds(10);
    /** Soon enough that nobody waits for it, and seldom enough that nobody notices. */
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(250);

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

    @Override
    public void await(Server.Waiting waiting) throws InterruptedException, RealmProblem {
        Optional<ServerIdentity> kept =
                files.load(context.realm().config().serverName(), authority, occasion(new ArrayList<>()));
        if (kept.isPresent()) {
            registration.complete(kept.get());
            return;
        }
        String said = "";
        for (Optional<String> obstacle = tryOnce(); obstacle.isPresent(); obstacle = tryOnce()) {
            if (!obstacle.get().equals(said)) {
                said = obstacle.get();
                waiting.waitsFor(said);
            }
            Thread.sleep(BETWEEN_TRIES.toMillis());
        }
    }

    /** Why it did not work this time; empty if it did. */
    private Optional<String> tryOnce() throws RealmProblem {
        List<TraceEvent> story = new ArrayList<>();
        Occasion at = occasion(story);
        try (MessageConnection connection = MessageConnection.open(address(), CONNECT, REPLY)) {
            Enrolment.Asked asked = enrolment.ask(at);
            ServerRegistrationRep reply = connection.ask(asked.request(), ServerRegistrationRep.class, at.trace());
            ServerIdentity identity = enrolment.accept(asked, reply, occasion(story));
            files.keep(identity);
            at.done(Deed.CERTIFICATE_STORED, identity);
            context.narrator().tell(story);
            registration.complete(identity);
            return Optional.empty();
        } catch (UnreachableException e) {
            return Optional.of("waits for ca: " + e.getMessage());
        } catch (ErrorReply e) {
            return Optional.of(
                    "waits for ca, which refuses with " + e.error().code().number() + " "
                            + e.error().code() + ": " + e.error().code().sentence());
        } catch (Refusal | DecodeException e) {
            return Optional.of("waits for ca, whose answer is not to be believed: " + e.getMessage());
        }
    }

    private Occasion occasion(List<TraceEvent> story) {
        return new Occasion(
                context.clock().instant().truncatedTo(ChronoUnit.MILLIS),
                address().getAddress().getHostAddress(),
                story::add);
    }

    private InetSocketAddress address() {
        return context.realm().config().address(Party.CA);
    }
}
