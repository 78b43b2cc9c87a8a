package hallpass.protocol;

import hallpass.crypto.CipherSuite;
import hallpass.crypto.StringToKey;
import hallpass.crypto.SymmetricKey;
import hallpass.message.PrincipalName;
import hallpass.protocol.Principal.PrincipalType;
import hallpass.trace.TraceEvent.RefusalRaised;
import java.time.Instant;

/**
 * Client lookup that returns a decoy for an unknown or removed client: a principal with a
 * deterministic salt and a key that nobody holds. A reply encrypted under the decoy key has the
 * same size and layout as a real one and gives password guessing no information.
 */
public record DecoyPrincipals(Principals principals, DecoyKeys keys, CipherSuite suite, StringToKey passwordToKey)
        implements ClientLookup {
    /**
     * Derives decoy keys from a KDC secret: the same key per name in every replica, across
     * restarts.
     */
    public interface DecoyKeys {
        /**
         * @param purpose domain separation label
         * @param size in bytes, 16 or 32
         */
        SymmetricKey deriveDecoyKey(PrincipalName name, String purpose, int size);
    }

    @Override
    public Principal lookUp(PrincipalName name, ExchangeContext context) {
        // Derived and looked up for every name, to equalise timing. The remaining timing difference
        // is that a grant is audited and a refusal is counted.
        SymmetricKey key = keys.deriveDecoyKey(name, "key", suite.keySize());
        String salt = passwordToKey.newSalt(
                count -> keys.deriveDecoyKey(name, "salt", count).exposeMaterial());
        try {
            return principals.client(name);
        } catch (Refusal refusal) {
            // Recorded for audit and console only; the peer receives a regular reply.
            context.trace().emit(new RefusalRaised(refusal.code(), refusal.reason() + ", answered with a decoy"));
            return new Principal(
                    name,
                    PrincipalType.USER,
                    Instant.EPOCH,
                    false,
                    new Principal.VersionedKey(1, suite.name(), salt, key));
        }
    }
}
