package hallpass.client.exchange;

import hallpass.client.credential.CachedCredential;
import hallpass.message.ErrorCode;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Refusal;

/** What several exchanges hold against what they are about to use. */
final class CredentialExpiry {
    private CredentialExpiry() {}

    /**
     * That it is worth sending at all: by our own clock it is still good.
     *
     * @throws Refusal with {@code code} once it has expired
     */
    static void requireNotExpired(CachedCredential credential, ErrorCode code, ExchangeContext context) throws Refusal {
        if (!credential.isValidAt(context.now())) {
            throw new Refusal(code, "for " + credential.server() + ", it ended at " + credential.expiresAt());
        }
    }
}
