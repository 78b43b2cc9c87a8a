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
 * Gives a service a new key beside its old one. What was issued under the old key works until it ends, and the key
 * is retired when the last of it has.
 */
public record KeyRotation(PrincipalStore principals, RealmConfig config, Randomness randomness, Trace trace) {
    /** The place where the service itself keeps its keys. */
    public interface KeytabUpdate {
        /** For a service that is asked to look its keys up in the KDC. */
        KeytabUpdate NONE = (newest, olderRetireAt) -> {};

        /** Durable once this returns. */
        void add(Keytab.Entry newest, Instant olderRetireAt) throws RealmException;
    }

    /**
     * @param label what the protocol calls the key
     * @param keys what makes the key
     * @param lifetime how long what is issued under it is good for
     * @return the new version
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
        // The service first: once the KDC has the key, the next token is sealed with it.
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
            throw new AssertionError("the only refusal there is", refusal);
        }
    }
}
