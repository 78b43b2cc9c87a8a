package hallpass.server;

import hallpass.crypto.Randomness;
import hallpass.realm.RealmFolder;
import java.time.InstantSource;

/** What a server is put together from: everything that it may read, roll or look up. */
public record ServerContext(RealmFolder realm, InstantSource clock, Randomness randomness) {}
