package hallpass.client;

import hallpass.client.exchange.AsExchangeClient;
import hallpass.client.exchange.TgsExchangeClient;
import hallpass.config.RealmConfig;
import hallpass.crypto.Randomness;
import hallpass.crypto.StringToKey;
import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.pki.PkiProfile;
import hallpass.protocol.ClockSkew;
import hallpass.protocol.Guard;
import hallpass.protocol.Sealer;
import hallpass.trace.Trace;
import java.time.InstantSource;

/**
 * What a client's flows have in common: the realm as its configuration describes it, and what comes from outside.
 *
 * @param trace is told everything that the client does with messages
 * @param kdcVerifier what is wanted to be seen of the KDC after a login
 * @param replicaOrder remembers which of several servers answered
 * @param passwordToKey makes users' keys as the realm does; perhaps it keeps those that it made before
 */
public record ClientSettings(
        RealmConfig config,
        InstantSource clock,
        Randomness randomness,
        Trace trace,
        KdcVerifier kdcVerifier,
        ReplicaOrder replicaOrder,
        StringToKey passwordToKey) {
    /** That of somebody who has asked nothing yet, and wants to see nothing of the KDC: a host has a key for that. */
    public ClientSettings(RealmConfig config, InstantSource clock, Randomness randomness, Trace trace) {
        this(
                config,
                clock,
                randomness,
                trace,
                KdcVerifier.NONE,
                new ReplicaOrder(),
                config.profile().stringToKey());
    }

    /** The same on a host that checks the KDC. */
    public ClientSettings with(KdcVerifier check) {
        return new ClientSettings(config, clock, randomness, trace, check, replicaOrder, passwordToKey);
    }

    /** The same with something else that makes the same keys. */
    public ClientSettings with(StringToKey keys) {
        return new ClientSettings(config, clock, randomness, trace, kdcVerifier, replicaOrder, keys);
    }

    Sealer sealer() {
        return config.sealer();
    }

    /** A login that did not succeed. Where the realm does not tell who exists, a client does not claim to know. */
    ClientException wrongPassword(PrincipalName user, ErrorCode code) {
        boolean mayBeUnknown = config.profile().has(Guard.UNIFORM_ERRORS);
        return new ClientException(new ClientError.WrongPassword(user, code, mayBeUnknown));
    }

    /** K1 and K2, as this realm's clients do it. */
    public AsExchangeClient asExchange() {
        return new AsExchangeClient(sealer(), skew(), config.profile().asReplyVerifier());
    }

    TgsExchangeClient tgsExchange() {
        return new TgsExchangeClient(sealer(), skew(), config.profile().tgsReplyVerifier());
    }

    PkiProfile pkiProfile() {
        return new PkiProfile(config.profile());
    }

    ClockSkew skew() {
        return config.clockSkew();
    }
}
