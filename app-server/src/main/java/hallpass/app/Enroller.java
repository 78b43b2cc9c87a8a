package hallpass.app;

import hallpass.pki.CertificateCheck;
import hallpass.protocol.Guard;
import hallpass.protocol.Occasion;
import hallpass.realm.EnrolmentTokenFiles;
import hallpass.realm.RealmConfig;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.server.Routine;
import hallpass.server.Server;
import hallpass.server.ServerContext;
import hallpass.trace.Trace;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Gives the server its identity: the one that it kept, or a new one from the authority, however long that takes; and keeps it
 * good from then on.
 */
final class Enroller implements Server.Preparation, AutoCloseable {
    private static final Duration AFTER_A_PROBLEM = Duration.ofSeconds(2);

    private final ServerContext context;
    private final CertificateCheck authority;
    private final Registration registration;
    private final IdentityFiles files;
    private final RemoteAuthority remote;
    private volatile Optional<Routine> routine = Optional.empty();

    /** Used by the routine's own thread alone. */
    private String saidProblem = "";

    Enroller(ServerContext context, CertificateCheck authority, Registration registration) {
        RealmConfig config = context.realm().config();
        this.context = context;
        this.authority = authority;
        this.registration = registration;
        this.files = new IdentityFiles(context.realm());
        this.remote = new RemoteAuthority(
                context,
                new Enrolment(
                        config.serverName(),
                        authority,
                        config.clockSkew(),
                        config.seals(),
                        context.randomness(),
                        KeyOrigin.of(config.profile(), context.keyPairs())),
                authority.answers(config.clockSkew()),
                token(context.realm()));
    }

    private static EnrolmentToken token(RealmFolder realm) {
        return realm.config().profile().has(Guard.ENROLMENT_TOKEN)
                ? EnrolmentToken.in(new EnrolmentTokenFiles(realm))
                : EnrolmentToken.NONE;
    }

    @Override
    public void await(Server.Waiting waiting) throws InterruptedException, RealmProblem {
        RealmConfig config = context.realm().config();
        files.load(config.serverName(), authority, occasion()).ifPresent(registration::complete);
        files.revocation().ifPresent(registration::revoke);
        CertificateKeeper keeper = new CertificateKeeper(
                registration,
                remote,
                files,
                new CertificateKeeper.Policy(config.skew(), config.profile().has(Guard.REVOCATION)),
                waiting);
        Duration pause = keeper.look(context.clock().instant());
        while (!registration.isGoodAt(context.clock().instant())) {
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
            pause = keeper.look(context.clock().instant());
        }
        routine = Optional.of(Routine.start("certificate", () -> look(keeper, waiting)));
    }

    /** A problem with the files ends the start; the running server says so, and goes on with what it has. */
    private Duration look(CertificateKeeper keeper, Server.Waiting waiting) {
        try {
            Duration pause = keeper.look(context.clock().instant());
            saidProblem = "";
            return pause;
        } catch (RealmProblem e) {
            if (!e.sentence().equals(saidProblem)) {
                saidProblem = e.sentence();
                waiting.waitsFor("ready, but its certificate cannot be kept: " + saidProblem);
            }
            return AFTER_A_PROBLEM;
        }
    }

    private Occasion occasion() {
        return new Occasion(context.clock().instant(), "", Trace.NONE);
    }

    @Override
    public void close() {
        routine.ifPresent(Routine::close);
    }
}
