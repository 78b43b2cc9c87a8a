package hallpass.provisioning;

import hallpass.config.Keytab;
import hallpass.config.RealmConfig;
import hallpass.config.RealmError;
import hallpass.config.RealmException;
import hallpass.crypto.Randomness;
import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.protocol.Refusal;
import hallpass.protocol.ServiceKeyGenerator;
import hallpass.store.PrincipalStore;
import hallpass.trace.Trace;
import hallpass.trace.TraceEvent.ActionPerformed;
import java.time.Duration;
import java.time.Instant;

/**
 * Gives services new keys. The previous key stays valid until everything issued under it has
 * expired, and is then retired.
 */
public record KeyRotation(PrincipalStore principals, RealmConfig config, Randomness randomness, Trace trace) {
    /** Writes the new key to the keytab of the service. */
    public interface KeytabUpdate {
        /** For services of the KDC, which read their keys from the principal database. */
        KeytabUpdate NONE = (newest, olderRetireAt) -> {};

        /** Adds the key. The keytab is durable when this method returns. */
        void add(Keytab.Entry newest, Instant olderRetireAt) throws RealmException;
    }

    /**
     * Adds a key of the next version.
     *
     * @param label the name of the key in the protocol, such as {@code K_s}
     * @param lifetime the lifetime of the tickets or tokens issued under the key
     * @return the new version
     * @throws RealmException if the realm has no such service, or a file cannot be written
     */
    public int rotate(
            PrincipalName service,
            String label,
            ServiceKeyGenerator keys,
            Duration lifetime,
            Instant now,
            KeytabUpdate keytabUpdate)
            throws RealmException {
        requireService(service);
        ServiceKeyGenerator.GeneratedServiceKey newKey = keys.generate(label, randomness);
        String encryption = config.profile().cipherSuite().name();
        Instant olderRetireAt = config.clockSkew().latestAcceptance(now.plus(lifetime));
        // The keytab is written before the KDC has the key, because the KDC uses the key at once.
        int version = principals.addKey(
                service,
                new PrincipalStore.UnversionedKey(encryption, newKey.salt(), newKey.key()),
                now,
                olderRetireAt,
                newest -> keytabUpdate.add(new Keytab.Entry(service, newest, encryption, newKey.key()), olderRetireAt));
        trace.emit(new ActionPerformed(newKey.action(), label + " (" + service + " v" + version + ")"));
        return version;
    }

    private void requireService(PrincipalName service) throws RealmException {
        try {
            principals.service(service);
        } catch (Refusal refusal) {
            if (refusal.code() == ErrorCode.KDC_ERR_S_PRINCIPAL_UNKNOWN) {
                throw new RealmException(
                        RealmError.UNKNOWN_SERVICE, service.text(), "The realm has no service " + service + ".");
            }
            throw new AssertionError("unexpected refusal", refusal);
        }
    }
}
