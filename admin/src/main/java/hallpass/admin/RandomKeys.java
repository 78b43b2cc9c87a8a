package hallpass.admin;

import hallpass.crypto.Randomness;
import hallpass.crypto.SymmetricKey;
import hallpass.message.PrincipalName;
import hallpass.protocol.Principal.Kind;
import hallpass.protocol.Seals;
import hallpass.realm.KeyTable;
import hallpass.realm.RealmProblem;
import hallpass.store.PrincipalStore;
import hallpass.trace.Deed;
import hallpass.trace.Trace;
import hallpass.trace.TraceEvent.Done;
import java.time.Instant;

/** Adds services to the KDC, each with a random key: step 3 of the original. */
record RandomKeys(PrincipalStore principals, Seals seals, Randomness randomness, Trace trace) {
    /** @return the key, for the service's own key table */
    KeyTable.Entry add(PrincipalName name, String label, Deed deed, Instant now) throws RealmProblem {
        SymmetricKey key = seals.newKey(label, randomness);
        String encryption = seals.suite().name();
        int version = principals.add(Kind.SERVICE, name, encryption, "", key, now);
        trace.tell(new Done(deed, label + " (" + name + " v" + version + ")"));
        return new KeyTable.Entry(name, version, encryption, key);
    }
}
