package hallpass.runtime;

import hallpass.config.RealmFolder;
import hallpass.crypto.Randomness;
import hallpass.pki.KeyPairSource;
import hallpass.pki.RsaKeys;
import hallpass.trace.TraceSink;
import java.time.InstantSource;

/** What a server is put together from: everything that it may read, roll, look up or tell. */
public record ServerContext(
        RealmFolder realm,
        InstantSource clock,
        Randomness randomness,
        KeyPairSource keyPairs,
        TraceSink traceSink,
        ServerAudit audit) {
    /** With an audit log that is opened when the server starts. */
    public ServerContext(RealmFolder realm, InstantSource clock, Randomness randomness, TraceSink traceSink) {
        this(realm, clock, randomness, RsaKeys::generateKeyPair, traceSink, new ServerAudit());
    }

    /** The same with RSA key pairs from elsewhere. */
    public ServerContext withKeyPairs(KeyPairSource source) {
        return new ServerContext(realm, clock, randomness, source, traceSink, audit);
    }
}
