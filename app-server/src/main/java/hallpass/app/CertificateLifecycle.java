package hallpass.app;

import hallpass.config.EnrolmentTokenFiles;
import hallpass.config.RealmConfig;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.config.Setting;
import hallpass.pki.CertificateValidator;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Guard;
import hallpass.runtime.PeriodicTask;
import hallpass.runtime.ServerAssembly;
import hallpass.runtime.ServerContext;
import hallpass.trace.Trace;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Obtains and maintains the server's certificate. At startup it loads the stored identity or enrols
 * with the authority, for as long as that takes; afterwards it renews the certificate in the
 * background.
 */
final class CertificateLifecycle implements ServerAssembly.Readiness, AutoCloseable {
    private static final Duration RETRY_DELAY = Duration.ofSeconds(2);

    private final ServerContext context;
    private final CertificateValidator authority;
    private final ServerIdentityHolder identityHolder;
    private final ServerIdentityFiles files;
    private final RemoteCaClient ca;
    private final PeriodicTask task = new PeriodicTask("certificate");

    /** Accessed by the background thread only. */
    private String reportedProblem = "";

    CertificateLifecycle(ServerContext context, CertificateValidator authority, ServerIdentityHolder identityHolder) {
        RealmConfig config = context.realm().config();
        this.context = context;
        this.authority = authority;
        this.identityHolder = identityHolder;
        this.files = new ServerIdentityFiles(context.realm());
        this.ca = new RemoteCaClient(
                context,
                new EnrolmentExchangeClient(
                        config.serverName(),
                        authority,
                        config.clockSkew(),
                        config.sealer(),
                        context.randomness(),
                        KeyPairStrategy.forProfile(config.profile(), context.keyPairs())),
                authority.ocspValidator(config.clockSkew()),
                tokenStore(context.realm()));
    }

    private static EnrolmentTokenStore tokenStore(RealmFolder realm) {
        return realm.config().profile().has(Guard.ENROLMENT_TOKEN)
                ? EnrolmentTokenStore.inFiles(new EnrolmentTokenFiles(realm))
                : EnrolmentTokenStore.NONE;
    }

    @Override
    public void await(ServerAssembly.ReadinessListener listener) throws InterruptedException, RealmException {
        RealmConfig config = context.realm().config();
        files.load(config.serverName(), authority, exchangeContext()).ifPresent(identityHolder::set);
        files.loadRevocation().ifPresent(identityHolder::revoke);
        CertificateRenewer renewer = new CertificateRenewer(
                identityHolder,
                ca,
                files,
                new CertificateRenewer.RenewalPolicy(
                        config.get(Setting.SKEW), config.profile().has(Guard.REVOCATION)),
                listener);
        Duration pause = renewer.check(context.clock().instant());
        while (!identityHolder.isUsableAt(context.clock().instant())) {
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
            pause = renewer.check(context.clock().instant());
        }
        task.start(() -> checkRenewal(renewer, listener));
    }

    /** A running server reports a problem with its files and keeps its current certificate. */
    private Duration checkRenewal(CertificateRenewer renewer, ServerAssembly.ReadinessListener listener) {
        try {
            Duration pause = renewer.check(context.clock().instant());
            reportedProblem = "";
            return pause;
        } catch (RealmException e) {
            if (!e.description().equals(reportedProblem)) {
                reportedProblem = e.description();
                listener.waitingFor("ready, but its certificate cannot be stored: " + reportedProblem);
            }
            return RETRY_DELAY;
        }
    }

    private ExchangeContext exchangeContext() {
        return new ExchangeContext(context.clock().instant(), "", Trace.NONE);
    }

    @Override
    public void close() {
        task.close();
    }
}
