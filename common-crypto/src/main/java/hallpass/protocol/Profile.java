package hallpass.protocol;

import hallpass.crypto.Aes256Gcm;
import hallpass.crypto.AesEcb;
import hallpass.crypto.CipherSuite;
import hallpass.crypto.ClassicStringToKey;
import hallpass.crypto.KeyDerivingSuite;
import hallpass.crypto.Pbkdf2StringToKey;
import hallpass.crypto.Randomness;
import hallpass.crypto.StringToKey;
import hallpass.trace.Action;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The guards that a realm is built with, and the strategies that follow from them. An exchange is handed what it needs, and
 * never asks which profile it runs under.
 *
 * @param name as {@code realm.toml} calls it
 */
public record Profile(String name, Set<Guard> guards) {
    /** The protocol as the textbooks first draw it, without guards: weak on purpose. */
    public static final Profile CLASSIC = new Profile("classic", Set.of());

    /** All the guards that there are. */
    public static final Profile HARDENED = new Profile("hardened", EnumSet.allOf(Guard.class));

    public Profile {
        guards = Set.copyOf(guards);
    }

    /** The profile of a name; empty for a name that this version does not know. */
    public static Optional<Profile> byName(String name) {
        return Stream.of(CLASSIC, HARDENED)
                .filter(profile -> profile.name.equals(name))
                .findFirst();
    }

    /** The same with these guards as well. */
    public Profile withGuards(Set<Guard> more) {
        Set<Guard> all = EnumSet.noneOf(Guard.class);
        all.addAll(guards);
        all.addAll(more);
        return new Profile(name, all);
    }

    /** Whether it has a guard: for who puts a server or a client together. */
    public boolean has(Guard guard) {
        return guards.contains(guard);
    }

    /** What symmetric keys seal with. */
    public CipherSuite cipherSuite() {
        CipherSuite suite = has(Guard.AEAD) ? new Aes256Gcm(Randomness.secure()) : new AesEcb();
        CipherSuite bound = has(Guard.PROFILE_BINDING) ? KeyDerivingSuite.byProfile(suite, guardIds()) : suite;
        return has(Guard.KEY_USAGE) ? KeyDerivingSuite.byUsage(bound) : bound;
    }

    /** The same for equal sets, whatever the profile is called. */
    private String guardIds() {
        return guards.stream().sorted().map(Guard::id).collect(Collectors.joining(","));
    }

    /** What makes a user's key. */
    public StringToKey stringToKey() {
        int size = cipherSuite().keySize();
        return has(Guard.SALTED_KDF) ? new Pbkdf2StringToKey(size) : new ClassicStringToKey(size);
    }

    /** What makes a service's key. */
    public ServiceKeyGenerator serviceKeyGenerator() {
        return has(Guard.RANDOM_SERVICE_KEYS)
                ? kdcKeyGenerator(Action.SERVICE_KEY_GENERATED)
                : ServiceKeyGenerator.fromPassphrase(stringToKey());
    }

    /** What makes the keys that the KDC has to itself: those are random with every set of guards. */
    public ServiceKeyGenerator kdcKeyGenerator(Action action) {
        return ServiceKeyGenerator.random(cipherSuite().keySize(), action);
    }

    /** How long a token is good for in a realm that gives tokens this long. */
    public TokenLifetimePolicy tokenLifetimePolicy(Duration lifetime) {
        return has(Guard.LIFETIME_CAP)
                ? TokenLifetimePolicy.cappedByTicket(lifetime)
                : TokenLifetimePolicy.fixed(lifetime);
    }

    /** Whom the AS answers. */
    public ClientLookup clientLookup(Principals principals, DecoyPrincipals.DecoyKeys decoys) {
        return has(Guard.UNIFORM_ERRORS)
                ? new DecoyPrincipals(principals, decoys, cipherSuite(), stringToKey())
                : ClientLookup.of(principals);
    }

    /** What a refused peer is told. */
    public ErrorPolicy errorPolicy() {
        return has(Guard.UNIFORM_ERRORS) ? ErrorPolicy.UNIFORM : ErrorPolicy.PRECISE;
    }

    /** What a client checks of K2. Its name is not left to a guard: by the name a client tells that the key was right. */
    public KdcReplyVerifier asReplyVerifier() {
        return has(Guard.NONCE) ? KdcReplyVerifier.NONCE : KdcReplyVerifier.NONE;
    }

    /** What a client checks of K4. */
    public KdcReplyVerifier tgsReplyVerifier() {
        return has(Guard.NAME_BINDING) ? KdcReplyVerifier.NAME.and(asReplyVerifier()) : asReplyVerifier();
    }

    /** The cache that the guard {@code replay-cache} calls for; without the guard none is made, and nothing remembered. */
    public ReplayCache replayCache(Supplier<ReplayCache> factory) {
        return has(Guard.REPLAY_CACHE) ? factory.get() : ReplayCache.DISABLED;
    }

    /** Such as {@code classic + replay-cache}; that it has all guards is said by the name of the other one alone. */
    @Override
    public String toString() {
        return name.equals(HARDENED.name)
                ? name
                : name
                        + guards.stream()
                                .sorted()
                                .map(guard -> " + " + guard.id())
                                .collect(Collectors.joining());
    }
}
