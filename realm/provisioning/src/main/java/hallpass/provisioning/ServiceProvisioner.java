package hallpass.provisioning;

import hallpass.config.Keytab;
import hallpass.config.RealmException;
import hallpass.crypto.Randomness;
import hallpass.message.PrincipalName;
import hallpass.protocol.Principal.PrincipalType;
import hallpass.protocol.ServiceKeyGenerator;
import hallpass.store.PrincipalStore;
import hallpass.trace.Trace;
import hallpass.trace.TraceEvent.ActionPerformed;
import java.time.Instant;

/** Adds services and their keys to the principal database (step 3 of the protocol). */
public record ServiceProvisioner(PrincipalStore principals, String encryption, Randomness randomness, Trace trace) {
    /** @return the entry for the keytab of the service */
    public Keytab.Entry add(PrincipalName name, String label, ServiceKeyGenerator keys, Instant now)
            throws RealmException {
        ServiceKeyGenerator.GeneratedServiceKey newKey = keys.generate(label, randomness);
        int version = principals.add(PrincipalType.SERVICE, name, encryption, newKey.salt(), newKey.key(), now);
        trace.emit(new ActionPerformed(newKey.action(), label + " (" + name + " v" + version + ")"));
        return new Keytab.Entry(name, version, encryption, newKey.key());
    }
}
