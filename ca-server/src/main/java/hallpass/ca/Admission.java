package hallpass.ca;

import hallpass.crypto.SecretBytes;
import hallpass.message.ServerRegistration;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;

/** Whom the authority certifies under the name that was told. */
public interface Admission {
    /** Whoever asks. Weak on purpose: the protocol was first drawn so, and anybody can register as the server. */
    Admission ANYBODY = new Admission() {
        @Override
        public void check(ServerRegistration registration, Occasion at) {}

        @Override
        public SecretBytes admit(ServerRegistration registration, Occasion at) {
            return SecretBytes.NONE;
        }
    };

    /**
     * Before anything is made or stored.
     *
     * @throws Refusal HP_ERR_ENROLMENT_TOKEN
     */
    void check(ServerRegistration registration, Occasion at) throws Refusal;

    /**
     * Before the certificate leaves. Nobody is admitted by the same again, and that is durable when this returns.
     *
     * @return what the server shows the next time; empty if nothing is asked for
     * @throws Refusal HP_ERR_ENROLMENT_TOKEN if somebody else was admitted meanwhile
     */
    SecretBytes admit(ServerRegistration registration, Occasion at) throws Refusal;
}
