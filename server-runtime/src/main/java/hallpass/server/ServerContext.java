package hallpass.server;

import hallpass.crypto.Randomness;
import hallpass.pki.KeyPairSource;
import hallpass.pki.RsaKeys;
import hallpass.realm.RealmFolder;
import hallpass.trace.Narrator;
import java.time.InstantSource;

/** What a server is put together from: everything that it may read, roll, look up or tell. */
public record ServerContext(
        RealmFolder realm,
        InstantSource clock,
        Randomness randomness,
        KeyPairSource keyPairs,
        Narrator narrator,
        ServerAudit audit) {
    /** With an audit log that is opened when the server starts. */
    public ServerContext(RealmFolder realm, InstantSource clock, Randomness randomness, Narrator narrator) {
        this(realm, clock, randomness, RsaKeys::newPair, narrator, new ServerAudit());
    }

    /** The same with RSA key pairs from elsewhere. */
    public ServerContext with(KeyPairSource others) {
        return new ServerContext(realm, clock, randomness, others, narrator, audit);
    }
}
