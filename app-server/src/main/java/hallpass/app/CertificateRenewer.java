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
 * Sees to it that the server has a certificate that is good: gets the first one, renews it in time, learns when it was
 * revoked, and registers anew when a person says so. It is asked to look again and again, by one thread, and knows no time but
 * what it is told.
 */
final class CertificateRenewer {
    /** A request of a person's is found within a second. */
    private static final Duration CHECK_INTERVAL = Duration.ofMillis(500);
    /** Soon enough that nobody waits for it, and seldom enough that nobody notices. */
    private static final Duration CONNECT_RETRY_DELAY = Duration.ofMillis(250);
    /** An authority that answers, and refuses, must first be put right by a person. */
    private static final Duration REFUSAL_RETRY_DELAY = Duration.ofSeconds(3);
    /** As long as the certificate is good, renewing it is no hurry. */
    private static final Duration RENEWAL_RETRY_DELAY = Duration.ofSeconds(2);
    /** A revoked certificate is shown for no longer than this, and the time of a question. */
    private static final Duration REVOCATION_CHECK_INTERVAL = Duration.ofSeconds(3);
    /** A client takes no longer than this, and the skew, from P4 to P5. */
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
     * @param skew by which certificates are backdated, and how far clients' clocks may be off
     * @param checksRevocation whether the authority is asked if the certificate was revoked
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
     * Does what there is to do now.
     *
     * @return when to look again
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
                        .map(identity -> !now.isBefore(identity.renewalTime(policy.skew)))
                        .orElse(true);
    }

    private boolean shouldCheckRevocation() {
        return policy.checksRevocation
                && identityHolder.current().isPresent()
                && identityHolder.revocation().isEmpty();
    }

    /** Also where the clock was put back since. */
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
            // The authority knows nothing bad of what it has just signed.
            revocationCheckProblem = "";
            nextRevocationCheck = now.plus(REVOCATION_CHECK_INTERVAL);
            // A life of seconds, for a lesson, is renewed each second at most.
            nextEnrolment = now.plus(CHECK_INTERVAL).plus(CHECK_INTERVAL);
            if (!first) {
                reported = "";
                listener.recovered("has a new certificate, number " + Certificates.formatSerial(identity.serial())
                        + ", until " + identity.notAfter());
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
            RevocationStatus status = ca.certificateState(identity);
            if (status instanceof Revoked revoked) {
                identityHolder.revoke(revoked);
                files.saveRevocation(identity.serial(), revoked);
            }
            revocationCheckProblem = status instanceof RevocationStatus.Unknown
                    ? "ca knows no certificate of this number, so that whoever asks will refuse it; to have it register anew, type hallpass app enrol"
                    : "";
        } catch (CaClient.EnrolmentFailure failure) {
            revocationCheckProblem =
                    "ca cannot be asked whether its certificate was revoked (" + failure.sentence() + ")";
        }
    }

    /** What keeps the server from serving, or soon may; empty if nothing does. */
    private String problem(Instant now) {
        Optional<Revoked> revoked = identityHolder.revocation();
        if (revoked.isPresent()) {
            String what =
                    "its certificate was revoked (" + revoked.get().reason().rfcName() + ")";
            return files.isEnrolmentRequested()
                    ? what + ", and it is to register anew, but " + enrolmentProblem
                    : what + ": find out why; then, to have it register anew, type hallpass app enrol";
        }
        if (!enrolmentProblem.isEmpty()) {
            return !identityHolder.isUsableAt(now)
                    ? enrolmentProblem
                    : "ready, but its certificate ends at "
                            + identityHolder.current().orElseThrow().notAfter() + ", and it " + enrolmentProblem;
        }
        return revocationCheckProblem.isEmpty() ? "" : "ready, but " + revocationCheckProblem;
    }

    /** Once for each change. */
    private void report(String problem) {
        if (problem.equals(reported)) {
            return;
        }
        reported = problem;
        if (!problem.isEmpty()) {
            boolean enrolling = !enrolmentProblem.isEmpty() && problem.endsWith(enrolmentProblem);
            listener.waitingFor(enrolling ? problem + enrolmentDetail : problem);
        } else if (identityHolder.current().isPresent()) {
            listener.recovered("needs ca no longer");
        }
    }
}
