package hallpass.client;

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
    Seals seals() {
        return config.seals();
    }

    PasswordToKey passwordToKey() {
        return config.profile().passwordToKey();
    }

    ClockSkew skew() {
        return config.clockSkew();
    }
}
