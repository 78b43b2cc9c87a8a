package hallpass.protocol;

import hallpass.crypto.CipherSuite;
import hallpass.crypto.PasswordToKey;
import hallpass.crypto.SymmetricKey;
import hallpass.message.PrincipalName;
import hallpass.protocol.Principal.Kind;
import hallpass.trace.TraceEvent.Refused;
import java.time.Instant;

/**
 * Has an account for every name: for one that nobody has, a decoy, whose key nobody has either. What is sealed under it is
 * as long as a user's and laid out alike, and opens as little for whoever guesses passwords.
 */
public record Decoys(Principals principals, Keys keys, CipherSuite suite, PasswordToKey passwords)
        implements Applicants {
    /** Makes keys from a secret of the KDC's: of one name always the same, in every replica and every life of each. */
    public interface Keys {
        /**
         * @param purpose another one gives another key
         * @param size in bytes: 16 or 32
         */
        SymmetricKey decoyKey(PrincipalName name, String purpose, int size);
    }

    @Override
    public Principal applicant(PrincipalName name, Occasion at) {
        // Made for everybody, and looked up for everybody: what is left to measure is that a grant is audited, and a
        // refusal counted.
        SymmetricKey key = keys.decoyKey(name, "key", suite.keySize());
        String salt =
                passwords.newSalt(count -> keys.decoyKey(name, "salt", count).exposeMaterial());
        try {
            return principals.client(name);
        } catch (Refusal truth) {
            // For the audit and the console; the sender is answered all the same.
            at.trace().tell(new Refused(truth.code(), truth.reason() + ", and was answered with a decoy"));
            return new Principal(name, Kind.USER, Instant.EPOCH, false, new Principal.Key(1, suite.name(), salt, key));
        }
    }
}
