package hallpass.app;

import hallpass.pki.CertificateState;
import hallpass.pki.CertificateState.Revoked;
import hallpass.pki.Certificates;
import hallpass.realm.RealmProblem;
import hallpass.server.Server;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Sees to it that the server has a certificate that is good: gets the first one, renews it in time, learns when it was
 * revoked, and registers anew when a person says so. It is asked to look again and again, by one thread, and knows no time but
 * what it is told.
 */
final class CertificateKeeper {
    /** A request of a person's is found within a second. */
    private static final Duration LOOK = Duration.ofMillis(500);
    /** Soon enough that nobody waits for it, and seldom enough that nobody notices. */
    private static final Duration UNTIL_IT_LISTENS = Duration.ofMillis(250);
    /** An authority that answers, and refuses, must first be put right by a person. */
    private static final Duration UNTIL_IT_AGREES = Duration.ofSeconds(3);
    /** As long as the certificate is good, renewing it is no hurry. */
    private static final Duration WHILE_GOOD = Duration.ofSeconds(2);
    /** A revoked certificate is shown for no longer than this, and the time of a question. */
    private static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(3);
    /** A client takes no longer than this, and the skew, from P4 to P5. */
    private static final Duration FORMER_SERVES = Duration.ofMinutes(1);

    private final Registration registration;
    private final Authority authority;
    private final IdentityFiles files;
    private final Policy policy;
    private final Server.Waiting waiting;

    private Instant nextTry = Instant.EPOCH;
    private Instant nextQuestion = Instant.EPOCH;
    private String enrolmentTrouble = "";
    private String enrolmentDetail = "";
    private String questionTrouble = "";
    private String said = "";

    /**
     * @param skew by which certificates are backdated, and how far clients' clocks may be off
     * @param asksForRevocation whether the authority is asked if the certificate was revoked
     */
    record Policy(Duration skew, boolean asksForRevocation) {}

    CertificateKeeper(
            Registration registration,
            Authority authority,
            IdentityFiles files,
            Policy policy,
            Server.Waiting waiting) {
        this.registration = registration;
        this.authority = authority;
        this.files = files;
        this.policy = policy;
        this.waiting = waiting;
    }

    /**
     * Does what there is to do now.
     *
     * @return when to look again
     */
    Duration look(Instant now) throws RealmProblem {
        if (shallEnrol(now) && isDue(nextTry, now)) {
            enrol(now);
        }
        if (shallAsk() && isDue(nextQuestion, now)) {
            ask(now);
        }
        tell(trouble(now));
        return registration.current().isEmpty() ? UNTIL_IT_LISTENS : LOOK;
    }

    private boolean shallEnrol(Instant now) {
        if (files.isEnrolmentAsked()) {
            return true;
        }
        return registration.revocation().isEmpty()
                && registration
                        .current()
                        .map(identity -> !now.isBefore(identity.renewAt(policy.skew)))
                        .orElse(true);
    }

    private boolean shallAsk() {
        return policy.asksForRevocation
                && registration.current().isPresent()
                && registration.revocation().isEmpty();
    }

    /** Also where the clock was put back since. */
    private static boolean isDue(Instant next, Instant now) {
        return !now.isBefore(next) || next.isAfter(now.plus(Duration.ofMinutes(1)));
    }

    private void enrol(Instant now) throws RealmProblem {
        boolean first = registration.current().isEmpty();
        try {
            ServerIdentity identity = authority.enrol();
            files.keep(identity);
            registration.renew(identity, now.plus(policy.skew).plus(FORMER_SERVES));
            files.enrolmentDone();
            enrolmentTrouble = "";
            // The authority knows nothing bad of what it has just signed.
            questionTrouble = "";
            nextQuestion = now.plus(BETWEEN_QUESTIONS);
            // A life of seconds, for a lesson, is renewed each second at most.
            nextTry = now.plus(LOOK).plus(LOOK);
            if (!first) {
                said = "";
                waiting.servesAgain("has a new certificate, number " + Certificates.shown(identity.serial())
                        + ", until " + identity.until());
            }
        } catch (Authority.Obstacle obstacle) {
            enrolmentTrouble = obstacle.sentence();
            enrolmentDetail = obstacle.detail();
            nextTry = now.plus(
                    obstacle.answered() ? UNTIL_IT_AGREES : registration.isGoodAt(now) ? WHILE_GOOD : UNTIL_IT_LISTENS);
        }
    }

    private void ask(Instant now) throws RealmProblem {
        nextQuestion = now.plus(BETWEEN_QUESTIONS);
        ServerIdentity identity = registration.current().orElseThrow();
        try {
            CertificateState state = authority.stateOf(identity);
            if (state instanceof Revoked revoked) {
                registration.revoke(revoked);
                files.keepRevocation(identity.serial(), revoked);
            }
            questionTrouble = state instanceof CertificateState.Unknown
                    ? "ca knows no certificate of this number, so that whoever asks will refuse it; to have it register anew, type hallpass app enrol"
                    : "";
        } catch (Authority.Obstacle obstacle) {
            questionTrouble = "ca cannot be asked whether its certificate was revoked (" + obstacle.sentence() + ")";
        }
    }

    /** What keeps the server from serving, or soon may; empty if nothing does. */
    private String trouble(Instant now) {
        Optional<Revoked> revoked = registration.revocation();
        if (revoked.isPresent()) {
            String what =
                    "its certificate was revoked (" + revoked.get().reason().rfcName() + ")";
            return files.isEnrolmentAsked()
                    ? what + ", and it is to register anew, but " + enrolmentTrouble
                    : what + ": find out why; then, to have it register anew, type hallpass app enrol";
        }
        if (!enrolmentTrouble.isEmpty()) {
            return !registration.isGoodAt(now)
                    ? enrolmentTrouble
                    : "ready, but its certificate ends at "
                            + registration.current().orElseThrow().until() + ", and it " + enrolmentTrouble;
        }
        return questionTrouble.isEmpty() ? "" : "ready, but " + questionTrouble;
    }

    /** Once for each change. */
    private void tell(String trouble) {
        if (trouble.equals(said)) {
            return;
        }
        said = trouble;
        if (!trouble.isEmpty()) {
            boolean enrolling = !enrolmentTrouble.isEmpty() && trouble.endsWith(enrolmentTrouble);
            waiting.waitsFor(enrolling ? trouble + enrolmentDetail : trouble);
        } else if (registration.current().isPresent()) {
            waiting.servesAgain("needs ca no longer");
        }
    }
}
