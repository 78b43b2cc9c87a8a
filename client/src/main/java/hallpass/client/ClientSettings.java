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
 * Holds what every client operation needs: the realm's configuration and the client's environment.
 *
 * @param trace receives an event for each message, key and check
 * @param kdcVerifier verifies the KDC after a login
 * @param replicaOrder remembers the replica that answered last
 * @param stringToKey derives users' keys as the realm does; an implementation may cache them
 */
public record ClientSettings(
        RealmConfig config,
        InstantSource clock,
        Randomness randomness,
        Trace trace,
        KdcVerifier kdcVerifier,
        ReplicaOrder replicaOrder,
        StringToKey stringToKey) {
    /** Settings of a client that does not verify the KDC and has contacted no server yet. */
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

    /** Returns these settings with another verifier of the KDC. */
    public ClientSettings with(KdcVerifier verifier) {
        return new ClientSettings(config, clock, randomness, trace, verifier, replicaOrder, stringToKey);
    }

    /** Returns these settings with another key derivation, such as one that caches. */
    public ClientSettings with(StringToKey stringToKey) {
        return new ClientSettings(config, clock, randomness, trace, kdcVerifier, replicaOrder, stringToKey);
    }

    Sealer sealer() {
        return config.sealer();
    }

    /**
     * The error of a failed login. Under {@code uniform-errors} the client cannot tell an unknown
     * user from a wrong password.
     */
    ClientException wrongPassword(PrincipalName user, ErrorCode code) {
        boolean mayBeUnknown = config.profile().has(Guard.UNIFORM_ERRORS);
        return new ClientException(new ClientError.WrongPassword(user, code, mayBeUnknown));
    }

    /** The exchange K1, K2 under the guards of this realm. */
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
