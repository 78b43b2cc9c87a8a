package hallpass.ca;

import hallpass.crypto.SecretBytes;
import hallpass.message.ServerRegistration;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;

/** Whom the authority certifies under the name that was told. */
@FunctionalInterface
public interface Admission {
    /** Whoever asks. Weak on purpose: the protocol was first drawn so, and anybody can register as the server. */
    Admission ANYBODY = (registration, at) -> SecretBytes.NONE;

    /**
     * @return what the server shows the next time; empty if nothing is asked for
     * @throws Refusal HP_ERR_ENROLMENT_TOKEN
     */
    SecretBytes admit(ServerRegistration registration, Occasion at) throws Refusal;
}
