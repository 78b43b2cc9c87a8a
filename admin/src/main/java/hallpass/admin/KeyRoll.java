package hallpass.admin;

import hallpass.crypto.Randomness;
import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.protocol.NewServiceKeys;
import hallpass.protocol.Refusal;
import hallpass.realm.KeyTable;
import hallpass.realm.RealmConfig;
import hallpass.realm.RealmProblem;
import hallpass.store.PrincipalStore;
import hallpass.trace.Trace;
import hallpass.trace.TraceEvent.Done;
import java.time.Duration;
import java.time.Instant;

/**
 * Gives a service a new key beside its old one. What was issued under the old key works until it ends, and the key
 * is retired when the last of it has.
 */
record KeyRoll(PrincipalStore principals, RealmConfig config, Randomness randomness, Trace trace) {
    /** The place where the service itself keeps its keys. */
    interface OwnKeys {
        /** For a service that is asked to look its keys up in the KDC. */
        OwnKeys NONE = (newest, olderRetireAt) -> {};

        /** Durable once this returns. */
        void add(KeyTable.Entry newest, Instant olderRetireAt) throws RealmProblem;
    }

    /**
     * @param label what the protocol calls the key
     * @param keys what makes the key
     * @param lifetime how long what is issued under it is good for
     * @return the new version
     */
    int roll(PrincipalName service, String label, NewServiceKeys keys, Duration lifetime, Instant now, OwnKeys own)
            throws RealmProblem {
        requireService(service);
        NewServiceKeys.Made made = keys.make(label, randomness);
        String encryption = config.profile().suite().name();
        Instant olderRetireAt = config.clockSkew().lastUse(now.plus(lifetime));
        // The service first: once the KDC has the key, the next token is sealed with it.
        int version = principals.addKey(
                service,
                new PrincipalStore.NewKey(encryption, made.salt(), made.key()),
                now,
                olderRetireAt,
                newest -> own.add(new KeyTable.Entry(service, newest, encryption, made.key()), olderRetireAt));
        trace.tell(new Done(made.deed(), label + " (" + service + " v" + version + ")"));
        return version;
    }

    private void requireService(PrincipalName service) throws RealmProblem {
        try {
            principals.service(service);
        } catch (Refusal refusal) {
            if (refusal.code() == ErrorCode.KDC_ERR_S_PRINCIPAL_UNKNOWN) {
                throw new RealmProblem("The realm has no service " + service
                        + ". See which ones there are with: hallpass service list");
            }
            throw new AssertionError("the only refusal there is", refusal);
        }
    }
}
