package hallpass.ca;

import hallpass.crypto.SecretBytes;
import hallpass.message.ServerRegistrationReqPart;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Refusal;

/** Whom the authority certifies under the name that was told. */
public interface EnrolmentAuthorization {
    /** Whoever asks. Weak on purpose: the protocol was first drawn so, and anybody can register as the server. */
    EnrolmentAuthorization ANYONE = new EnrolmentAuthorization() {
        @Override
        public void check(ServerRegistrationReqPart registration, ExchangeContext context) {}

        @Override
        public SecretBytes redeem(ServerRegistrationReqPart registration, ExchangeContext context) {
            return SecretBytes.EMPTY;
        }
    };

    /**
     * Before anything is made or stored.
     *
     * @throws Refusal HP_ERR_ENROLMENT_TOKEN
     */
    void check(ServerRegistrationReqPart registration, ExchangeContext context) throws Refusal;

    /**
     * Before the certificate leaves. Nobody is admitted by the same again, and that is durable when this returns.
     *
     * @return what the server shows the next time; empty if nothing is asked for
     * @throws Refusal HP_ERR_ENROLMENT_TOKEN if somebody else was admitted meanwhile
     */
    SecretBytes redeem(ServerRegistrationReqPart registration, ExchangeContext context) throws Refusal;
}
