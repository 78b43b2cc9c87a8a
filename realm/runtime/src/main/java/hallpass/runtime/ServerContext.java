package hallpass.runtime;

import hallpass.config.RealmFolder;
import hallpass.crypto.Randomness;
import hallpass.message.Party;
import hallpass.pki.KeyPairSource;
import hallpass.pki.RsaKeys;
import hallpass.trace.TraceSink;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.function.Function;

/**
 * The environment of one server: its realm, and its sources of time, randomness, key pairs and
 * addresses. A context serves one start; a restarted server needs a new one.
 *
 * @param keyPairs source of RSA key pairs
 * @param traceSink receives the trace of each request
 * @param audit the audit log, opened by {@link RunningServer#start}
 * @param routes addresses at which this server reaches the other servers
 */
public record ServerContext(
        RealmFolder realm,
        InstantSource clock,
        Randomness randomness,
        KeyPairSource keyPairs,
        TraceSink traceSink,
        ServerAudit audit,
        Function<Party, InetSocketAddress> routes) {

    /** A context with the system clock, secure randomness, no trace, and the realm's own routes. */
    public static ServerContext of(RealmFolder realm) {
        return new ServerContext(
                realm,
                InstantSource.system(),
                Randomness.secure(),
                RsaKeys::generateKeyPair,
                TraceSink.NONE,
                new ServerAudit(),
                realm.config()::route);
    }

    public ServerContext withClock(InstantSource other) {
        return new ServerContext(realm, other, randomness, keyPairs, traceSink, audit, routes);
    }

    public ServerContext withRandomness(Randomness other) {
        return new ServerContext(realm, clock, other, keyPairs, traceSink, audit, routes);
    }

    public ServerContext withKeyPairs(KeyPairSource other) {
        return new ServerContext(realm, clock, randomness, other, traceSink, audit, routes);
    }

    public ServerContext withTraceSink(TraceSink other) {
        return new ServerContext(realm, clock, randomness, keyPairs, other, audit, routes);
    }

    /** For realms whose servers listen on ports that the system chose. */
    public ServerContext withRoutes(Function<Party, InetSocketAddress> other) {
        return new ServerContext(realm, clock, randomness, keyPairs, traceSink, audit, other);
    }

    /** The address at which this server reaches another one. */
    public InetSocketAddress route(Party server) {
        return routes.apply(server);
    }
}
