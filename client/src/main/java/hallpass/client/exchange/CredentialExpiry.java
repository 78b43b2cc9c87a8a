package hallpass.client.exchange;

import hallpass.client.credential.CachedCredential;
import hallpass.message.ErrorCode;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Refusal;

/** Checks the expiry time of a credential before it is sent. */
final class CredentialExpiry {
    private CredentialExpiry() {}

    /**
     * Checks that the credential is valid by the client's clock.
     *
     * @throws Refusal with {@code code} if the credential has expired
     */
    static void requireNotExpired(CachedCredential credential, ErrorCode code, ExchangeContext context) throws Refusal {
        if (!credential.isValidAt(context.now())) {
            throw new Refusal(
                    code, "the credential for " + credential.server() + " expired at " + credential.expiresAt());
        }
    }
}
