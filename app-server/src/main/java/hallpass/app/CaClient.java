package hallpass.app;

import hallpass.config.RealmException;
import hallpass.pki.RevocationStatus;

/** The certificate authority, as its server asks it. */
interface CaClient {
    /** A new identity: P1, P2. */
    ServerIdentity enrol() throws EnrolmentFailure, RealmException;

    /** What the authority says of a certificate now: P11, P12. */
    RevocationStatus certificateState(ServerIdentity identity) throws EnrolmentFailure;

    /** The authority gave nothing that could be used. */
    final class EnrolmentFailure extends Exception {
        private static final long serialVersionUID = 1L;

        private final String detail;
        private final boolean answered;

        /**
         * @param sentence without its subject, such as {@code waits for ca: nothing listens there}
         * @param detail what is another one each time, and no news
         * @param answered whether it answered at all: then a person must first put something right
         */
        EnrolmentFailure(String sentence, String detail, boolean answered) {
            super(sentence, null, false, false);
            this.detail = detail;
            this.answered = answered;
        }

        /** Never null. */
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
