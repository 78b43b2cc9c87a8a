package hallpass.app;

import hallpass.config.RealmException;
import hallpass.pki.Certificates;
import hallpass.pki.RevocationStatus;
import hallpass.pki.RevocationStatus.Revoked;
import hallpass.runtime.ServerAssembly;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Renewal policy of the server's certificate: enrols a server that has none, renews it at two
 * thirds of its lifetime, checks it for revocation, and enrols again on request. One thread calls
 * {@link #check} periodically and passes the time.
 */
final class CertificateRenewer {
    /** An enrolment request of the operator is noticed within a second. */
    private static final Duration CHECK_INTERVAL = Duration.ofMillis(500);

    private static final Duration CONNECT_RETRY_DELAY = Duration.ofMillis(250);
    /** After a refusal, the operator must first correct something. */
    private static final Duration REFUSAL_RETRY_DELAY = Duration.ofSeconds(3);
    /** While the current certificate is valid, renewal is not urgent. */
    private static final Duration RENEWAL_RETRY_DELAY = Duration.ofSeconds(2);
    /** A revoked certificate is used for no longer than this plus the time of one check. */
    private static final Duration REVOCATION_CHECK_INTERVAL = Duration.ofSeconds(3);
    /** A client needs no longer than this, plus the clock skew, from P4 to P5. */
    private static final Duration PREVIOUS_KEY_GRACE = Duration.ofMinutes(1);

    private final ServerIdentityHolder identityHolder;
    private final CaClient ca;
    private final ServerIdentityFiles files;
    private final RenewalPolicy policy;
    private final ServerAssembly.ReadinessListener listener;

    private Instant nextEnrolment = Instant.EPOCH;
    private Instant nextRevocationCheck = Instant.EPOCH;
    private String enrolmentProblem = "";
    private String enrolmentDetail = "";
    private String revocationCheckProblem = "";
    private String reported = "";

    /**
     * @param skew backdating of certificates, and allowed clock skew of clients
     * @param checksRevocation whether the certificate is checked for revocation
     */
    record RenewalPolicy(Duration skew, boolean checksRevocation) {}

    CertificateRenewer(
            ServerIdentityHolder identityHolder,
            CaClient ca,
            ServerIdentityFiles files,
            RenewalPolicy policy,
            ServerAssembly.ReadinessListener listener) {
        this.identityHolder = identityHolder;
        this.ca = ca;
        this.files = files;
        this.policy = policy;
        this.listener = listener;
    }

    /**
     * Enrols and checks for revocation where either is due.
     *
     * @return the delay until the next check
     */
    Duration check(Instant now) throws RealmException {
        if (shouldEnrol(now) && isDue(nextEnrolment, now)) {
            enrol(now);
        }
        if (shouldCheckRevocation() && isDue(nextRevocationCheck, now)) {
            checkRevocation(now);
        }
        report(problem(now));
        return identityHolder.current().isEmpty() ? CONNECT_RETRY_DELAY : CHECK_INTERVAL;
    }

    private boolean shouldEnrol(Instant now) {
        if (files.isEnrolmentRequested()) {
            return true;
        }
        return identityHolder.revocation().isEmpty()
                && identityHolder
                        .current()
                        .map(identity -> isRenewalDue(identity, now))
                        .orElse(true);
    }

    /**
     * A certificate from the future was issued before the clocks were corrected. If only this
     * server's clock is wrong, the authority refuses the enrolment.
     */
    private boolean isRenewalDue(ServerIdentity identity, Instant now) {
        return !now.isBefore(identity.renewalTime(policy.skew))
                || now.plus(policy.skew).isBefore(identity.notBefore());
    }

    private boolean shouldCheckRevocation() {
        return policy.checksRevocation
                && identityHolder.current().isPresent()
                && identityHolder.revocation().isEmpty();
    }

    /** A time more than a minute ahead means that the clock was set back since. */
    private static boolean isDue(Instant next, Instant now) {
        return !now.isBefore(next) || next.isAfter(now.plus(Duration.ofMinutes(1)));
    }

    private void enrol(Instant now) throws RealmException {
        boolean first = identityHolder.current().isEmpty();
        try {
            ServerIdentity identity = ca.enrol();
            files.save(identity);
            identityHolder.renew(identity, now.plus(policy.skew).plus(PREVIOUS_KEY_GRACE));
            files.clearEnrolmentRequest();
            enrolmentProblem = "";
            // A certificate that was just issued is not revoked.
            revocationCheckProblem = "";
            nextRevocationCheck = now.plus(REVOCATION_CHECK_INTERVAL);
            // Certificates with a lifetime of seconds, as in exercises, renew once a second.
            nextEnrolment = now.plus(CHECK_INTERVAL).plus(CHECK_INTERVAL);
            if (!first) {
                reported = "";
                listener.recovered("has a new certificate, serial number "
                        + Certificates.formatSerial(identity.serial()) + ", valid until " + identity.notAfter());
            }
        } catch (CaClient.EnrolmentFailure failure) {
            enrolmentProblem = failure.sentence();
            enrolmentDetail = failure.detail();
            nextEnrolment = now.plus(
                    failure.isAnswered()
                            ? REFUSAL_RETRY_DELAY
                            : identityHolder.isUsableAt(now) ? RENEWAL_RETRY_DELAY : CONNECT_RETRY_DELAY);
        }
    }

    private void checkRevocation(Instant now) throws RealmException {
        nextRevocationCheck = now.plus(REVOCATION_CHECK_INTERVAL);
        ServerIdentity identity = identityHolder.current().orElseThrow();
        try {
            RevocationStatus status = ca.revocationStatus(identity);
            if (status instanceof Revoked revoked) {
                identityHolder.revoke(revoked);
                files.saveRevocation(identity.serial(), revoked);
            }
            revocationCheckProblem = status instanceof RevocationStatus.Unknown
                    ? "ca does not know its certificate, so clients that check it will refuse it; "
                            + "request a new enrolment"
                    : "";
        } catch (CaClient.EnrolmentFailure failure) {
            revocationCheckProblem = "its certificate cannot be checked for revocation (" + failure.sentence() + ")";
        }
    }

    /** What prevents the server from serving, or soon may; empty if nothing does. */
    private String problem(Instant now) {
        Optional<Revoked> revoked = identityHolder.revocation();
        if (revoked.isPresent()) {
            String revocation =
                    "its certificate was revoked (" + revoked.get().reason().rfcName() + ")";
            return files.isEnrolmentRequested()
                    ? revocation + "; a new enrolment was requested, but it " + enrolmentProblem
                    : revocation + "; find the cause, then request a new enrolment";
        }
        if (!enrolmentProblem.isEmpty()) {
            return !identityHolder.isUsableAt(now)
                    ? enrolmentProblem
                    : "ready, but its certificate expires at "
                            + identityHolder.current().orElseThrow().notAfter() + ", and it " + enrolmentProblem;
        }
        return revocationCheckProblem.isEmpty() ? "" : "ready, but " + revocationCheckProblem;
    }

    /** Reports each change once. */
    private void report(String problem) {
        if (problem.equals(reported)) {
            return;
        }
        reported = problem;
        if (!problem.isEmpty()) {
            boolean enrolling = !enrolmentProblem.isEmpty() && problem.endsWith(enrolmentProblem);
            listener.waitingFor(enrolling ? problem + enrolmentDetail : problem);
        } else if (identityHolder.current().isPresent()) {
            listener.recovered("reaches ca again");
        }
    }
}
