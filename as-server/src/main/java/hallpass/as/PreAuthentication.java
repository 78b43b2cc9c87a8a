package hallpass.as;

import hallpass.crypto.Randomness;
import hallpass.crypto.SymmetricKey;
import hallpass.message.AsReq;
import hallpass.message.ErrorCode;
import hallpass.message.PreAuthenticationRep;
import hallpass.message.PreAuthenticationReq;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Guard;
import hallpass.protocol.Principal;
import hallpass.protocol.Profile;
import hallpass.protocol.Refusal;
import hallpass.wire.Bytes;

/**
 * Pre-authentication of a client (RFC 4120 §5.2.7). Each connection has its own instance, because
 * an offer is valid only on the connection on which it was made.
 */
public interface PreAuthentication {
    /** The pre-authentication that the profile requires, for one connection. */
    static PreAuthentication forProfile(Profile profile, Randomness randomness) {
        return profile.has(Guard.PREAUTH) ? new SpakePreAuthentication(randomness) : NONE;
    }

    /**
     * Returns the salt of the client's key and, where the profile requires pre-authentication, the
     * KDC's share of the key agreement.
     *
     * @param key the client's long-term key
     */
    PreAuthenticationRep offer(PreAuthenticationReq request, Principal client, SymmetricKey key);

    /**
     * Returns the key that seals the reply.
     *
     * @param key the client's long-term key
     * @throws Refusal PADATA_TYPE_NOSUPP, PREAUTH_REQUIRED or PREAUTH_FAILED
     */
    SymmetricKey accept(AsReq request, SymmetricKey key, ExchangeContext context) throws Refusal;

    /**
     * No pre-authentication. Weak on purpose: anyone can request a message that is sealed under any
     * client's key.
     */
    PreAuthentication NONE = new PreAuthentication() {
        @Override
        public PreAuthenticationRep offer(PreAuthenticationReq request, Principal client, SymmetricKey key) {
            return new PreAuthenticationRep(client.key().salt(), Bytes.EMPTY);
        }

        @Override
        public SymmetricKey accept(AsReq request, SymmetricKey key, ExchangeContext context) throws Refusal {
            // Unknown pre-authentication data is refused, never skipped and counted as proof.
            if (!request.preAuthentication().isEmpty()) {
                throw new Refusal(ErrorCode.KDC_ERR_PADATA_TYPE_NOSUPP, "unexpected pre-authentication data");
            }
            return key;
        }
    };
}
