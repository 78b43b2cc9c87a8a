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

/** What a client must show before it gets a ticket. One for each connection, since an offer is good on its own alone. */
public interface PreAuthentication {
    /** That which the realm's guards call for, for one connection. */
    static PreAuthentication forProfile(Profile profile, Randomness randomness) {
        return profile.has(Guard.PREAUTH) ? new SpakePreAuthentication(randomness) : NONE;
    }

    /**
     * Tells what the client's key is made with, and what it may answer in K1.
     *
     * @param key the client's
     */
    PreAuthenticationRep offer(PreAuthenticationReq request, Principal client, SymmetricKey key);

    /**
     * Returns the key that the reply is sealed under.
     *
     * @param key the client's
     * @throws Refusal PADATA_TYPE_NOSUPP, PREAUTH_REQUIRED or PREAUTH_FAILED
     */
    SymmetricKey accept(AsReq request, SymmetricKey key, ExchangeContext context) throws Refusal;

    /** Nothing is asked for, so that anybody can have what is sealed under anybody's key. */
    PreAuthentication NONE = new PreAuthentication() {
        @Override
        public PreAuthenticationRep offer(PreAuthenticationReq request, Principal client, SymmetricKey key) {
            return new PreAuthenticationRep(client.key().salt(), Bytes.EMPTY);
        }

        @Override
        public SymmetricKey accept(AsReq request, SymmetricKey key, ExchangeContext context) throws Refusal {
            // What is not understood is not counted as shown: skipping it would let anybody claim it.
            if (!request.preAuthentication().isEmpty()) {
                throw new Refusal(
                        ErrorCode.KDC_ERR_PADATA_TYPE_NOSUPP, "pre-authentication came, and none is asked for");
            }
            return key;
        }
    };
}
