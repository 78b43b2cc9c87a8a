package hallpass.ca;

import hallpass.crypto.SecretBytes;
import hallpass.message.ServerRegistrationReqPart;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Refusal;

/** Decides whether the authority certifies a server under the name it claims. */
public interface EnrolmentAuthorization {
    /**
     * Authorises every request. Weak on purpose, as in the original protocol: anyone can enrol as
     * the server.
     */
    EnrolmentAuthorization ANYONE = new EnrolmentAuthorization() {
        @Override
        public void check(ServerRegistrationReqPart registration, ExchangeContext context) {}

        @Override
        public SecretBytes redeem(ServerRegistrationReqPart registration, ExchangeContext context) {
            return SecretBytes.EMPTY;
        }
    };

    /**
     * Checks the authorization, before anything is generated or stored.
     *
     * @throws Refusal ENROLMENT_TOKEN
     */
    void check(ServerRegistrationReqPart registration, ExchangeContext context) throws Refusal;

    /**
     * Uses the authorization up, durably, before the certificate is sent.
     *
     * @return the token for the next enrolment; empty if none is required
     * @throws Refusal ENROLMENT_TOKEN if a concurrent request used it first
     */
    SecretBytes redeem(ServerRegistrationReqPart registration, ExchangeContext context) throws Refusal;
}
