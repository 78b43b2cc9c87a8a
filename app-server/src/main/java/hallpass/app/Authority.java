package hallpass.app;

import hallpass.pki.CertificateState;
import hallpass.realm.RealmProblem;

/** The certificate authority, as its server asks it. */
interface Authority {
    /** A new identity: P1, P2. */
    ServerIdentity enrol() throws Obstacle, RealmProblem;

    /** What the authority says of a certificate now: P11, P12. */
    CertificateState stateOf(ServerIdentity identity) throws Obstacle;

    /** The authority gave nothing that could be used. */
    final class Obstacle extends Exception {
        private static final long serialVersionUID = 1L;

        private final String detail;
        private final boolean answered;

        /**
         * @param sentence without its subject, such as {@code waits for ca: nothing listens there}
         * @param detail what is another one each time, and no news
         * @param answered whether it answered at all: then a person must first put something right
         */
        Obstacle(String sentence, String detail, boolean answered) {
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

        boolean answered() {
            return answered;
        }
    }
}
