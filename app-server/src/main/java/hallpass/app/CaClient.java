package hallpass.app;

import hallpass.config.RealmException;
import hallpass.pki.RevocationStatus;

/** Client of the certificate authority, as the application server uses it. */
interface CaClient {
    /** Enrols the server: P1 and P2. */
    ServerIdentity enrol() throws EnrolmentFailure, RealmException;

    /** Revocation status of the server's certificate: P11 and P12. */
    RevocationStatus revocationStatus(ServerIdentity identity) throws EnrolmentFailure;

    /** The authority was unreachable, refused the request, or sent an invalid reply. */
    final class EnrolmentFailure extends Exception {
        private static final long serialVersionUID = 1L;

        private final String detail;
        private final boolean answered;

        /**
         * @param sentence without its subject: {@code waits for ca: nothing listens there}
         * @param detail a part that differs at each attempt, and so is no news
         * @param answered whether the authority replied; the operator must then correct something
         */
        EnrolmentFailure(String sentence, String detail, boolean answered) {
            super(sentence, null, false, false);
            this.detail = detail;
            this.answered = answered;
        }

        String sentence() {
            return String.valueOf(getMessage());
        }

        String detail() {
            return detail;
        }

        boolean isAnswered() {
            return answered;
        }
    }
}
