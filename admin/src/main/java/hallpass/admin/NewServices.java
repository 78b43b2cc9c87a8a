package hallpass.admin;

import hallpass.crypto.Randomness;
import hallpass.message.PrincipalName;
import hallpass.protocol.NewServiceKeys;
import hallpass.protocol.Principal.Kind;
import hallpass.realm.KeyTable;
import hallpass.realm.RealmProblem;
import hallpass.store.PrincipalStore;
import hallpass.trace.Trace;
import hallpass.trace.TraceEvent.Done;
import java.time.Instant;

/** Adds services to the KDC, each with a key of its own: step 3 of the original. */
record NewServices(PrincipalStore principals, String encryption, Randomness randomness, Trace trace) {
    /** @return the key, for the service's own key table */
    KeyTable.Entry add(PrincipalName name, String label, NewServiceKeys keys, Instant now) throws RealmProblem {
        NewServiceKeys.Made made = keys.make(label, randomness);
        int version = principals.add(Kind.SERVICE, name, encryption, made.salt(), made.key(), now);
        trace.tell(new Done(made.deed(), label + " (" + name + " v" + version + ")"));
        return new KeyTable.Entry(name, version, encryption, made.key());
    }
}
