package hallpass.client;

import hallpass.client.exchange.LoginExchange;
import hallpass.client.exchange.TokenExchange;
import hallpass.crypto.PasswordToKey;
import hallpass.crypto.Randomness;
import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.pki.PkiProfile;
import hallpass.protocol.ClockSkew;
import hallpass.protocol.Guard;
import hallpass.protocol.Seals;
import hallpass.realm.RealmConfig;
import hallpass.trace.Trace;
import java.time.InstantSource;

/**
 * What a client's flows have in common: the realm as its configuration describes it, and what comes from outside.
 *
 * @param trace is told everything that the client does with messages
 * @param kdc what is wanted to be seen of the KDC after a login
 * @param replicas remembers which of several servers answered
 * @param passwordToKey makes users' keys as the realm does; perhaps it keeps those that it made before
 */
public record ClientSetting(
        RealmConfig config,
        InstantSource clock,
        Randomness randomness,
        Trace trace,
        KdcCheck kdc,
        Replicas replicas,
        PasswordToKey passwordToKey) {
    /** That of somebody who has asked nothing yet, and wants to see nothing of the KDC: a host has a key for that. */
    public ClientSetting(RealmConfig config, InstantSource clock, Randomness randomness, Trace trace) {
        this(
                config,
                clock,
                randomness,
                trace,
                KdcCheck.NONE,
                new Replicas(),
                config.profile().passwordToKey());
    }

    /** The same on a host that checks the KDC. */
    public ClientSetting with(KdcCheck check) {
        return new ClientSetting(config, clock, randomness, trace, check, replicas, passwordToKey);
    }

    /** The same with something else that makes the same keys. */
    public ClientSetting with(PasswordToKey keys) {
        return new ClientSetting(config, clock, randomness, trace, kdc, replicas, keys);
    }

    Seals seals() {
        return config.seals();
    }

    /** A login that did not succeed. Where the realm does not tell who exists, a client does not claim to know. */
    Failure wrongPassword(PrincipalName user, ErrorCode code) {
        return config.profile().has(Guard.UNIFORM_ERRORS)
                ? Failure.noSuchLogin(user, code)
                : Failure.wrongPassword(user, code);
    }

    /** K1 and K2, as this realm's clients do it. */
    public LoginExchange loginExchange() {
        return new LoginExchange(seals(), skew(), config.profile().loginReplies());
    }

    TokenExchange tokenExchange() {
        return new TokenExchange(seals(), skew(), config.profile().tokenReplies());
    }

    PkiProfile pkiProfile() {
        return new PkiProfile(config.profile());
    }

    ClockSkew skew() {
        return config.clockSkew();
    }
}
