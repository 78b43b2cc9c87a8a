package hallpass.client;

import hallpass.crypto.AesEcb;
import hallpass.crypto.ClassicPasswordToKey;
import hallpass.crypto.PasswordToKey;
import hallpass.crypto.Randomness;
import hallpass.protocol.ClockSkew;
import hallpass.protocol.Seals;
import hallpass.realm.RealmConfig;
import hallpass.trace.Trace;
import java.time.InstantSource;

/**
 * What a client's flows have in common: the realm as its configuration describes it, and what comes from outside.
 *
 * @param trace is told everything that the client does with messages
 */
public record ClientSetting(RealmConfig config, InstantSource clock, Randomness randomness, Trace trace) {
    /** The suite of the realm's profile; {@code classic} is the only one. */
    Seals seals() {
        return new Seals(new AesEcb());
    }

    PasswordToKey passwordToKey() {
        return new ClassicPasswordToKey();
    }

    ClockSkew skew() {
        return new ClockSkew(config.skew());
    }
}
