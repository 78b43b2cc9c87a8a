package hallpass.protocol;

import hallpass.crypto.CipherSuite;
import hallpass.crypto.StringToKey;
import hallpass.crypto.SymmetricKey;
import hallpass.message.PrincipalName;
import hallpass.protocol.Principal.PrincipalType;
import hallpass.trace.TraceEvent.RefusalRaised;
import java.time.Instant;

/**
 * Has an account for every name: for one that nobody has, a decoy, whose key nobody has either. What is sealed under it is
 * as long as a user's and laid out alike, and opens as little for whoever guesses passwords.
 */
public record DecoyPrincipals(Principals principals, DecoyKeys keys, CipherSuite suite, StringToKey passwordToKey)
        implements ClientLookup {
    /** Makes keys from a secret of the KDC's: of one name always the same, in every replica and every life of each. */
    public interface DecoyKeys {
        /**
         * @param purpose another one gives another key
         * @param size in bytes: 16 or 32
         */
        SymmetricKey deriveDecoyKey(PrincipalName name, String purpose, int size);
    }

    @Override
    public Principal lookUp(PrincipalName name, ExchangeContext context) {
        // Made for everybody, and looked up for everybody: what is left to measure is that a grant is audited, and a
        // refusal counted.
        SymmetricKey key = keys.deriveDecoyKey(name, "key", suite.keySize());
        String salt = passwordToKey.newSalt(
                count -> keys.deriveDecoyKey(name, "salt", count).exposeMaterial());
        try {
            return principals.client(name);
        } catch (Refusal refusal) {
            // For the audit and the console; the sender is answered all the same.
            context.trace()
                    .emit(new RefusalRaised(refusal.code(), refusal.reason() + ", and was answered with a decoy"));
            return new Principal(
                    name,
                    PrincipalType.USER,
                    Instant.EPOCH,
                    false,
                    new Principal.VersionedKey(1, suite.name(), salt, key));
        }
    }
}
