package hallpass.server;

import hallpass.crypto.Randomness;
import hallpass.realm.RealmFolder;
import hallpass.trace.Narrator;
import java.time.InstantSource;

/** What a server is put together from: everything that it may read, roll, look up or tell. */
public record ServerContext(RealmFolder realm, InstantSource clock, Randomness randomness, Narrator narrator) {}
