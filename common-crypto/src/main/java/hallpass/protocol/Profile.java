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
 * A named set of guards, with the strategies that implement them. Exchanges receive strategies and
 * never test for guards.
 *
 * @param name the profile name in {@code realm.toml}
 */
public record Profile(String name, Set<Guard> guards) {
    /** The textbook protocol without guards. Deliberately weak. */
    public static final Profile CLASSIC = new Profile("classic", Set.of());

    /** All guards. */
    public static final Profile HARDENED = new Profile("hardened", EnumSet.allOf(Guard.class));

    public Profile {
        guards = Set.copyOf(guards);
    }

    public static Optional<Profile> byName(String name) {
        return Stream.of(CLASSIC, HARDENED)
                .filter(profile -> profile.name.equals(name))
                .findFirst();
    }

    /** A profile with additional guards. */
    public Profile withGuards(Set<Guard> more) {
        Set<Guard> all = EnumSet.noneOf(Guard.class);
        all.addAll(guards);
        all.addAll(more);
        return new Profile(name, all);
    }

    /** Whether the profile has a guard. For code that assembles a server or a client. */
    public boolean has(Guard guard) {
        return guards.contains(guard);
    }

    public CipherSuite cipherSuite() {
        CipherSuite suite = has(Guard.AEAD) ? new Aes256Gcm(Randomness.secure()) : new AesEcb();
        CipherSuite bound = has(Guard.PROFILE_BINDING) ? KeyDerivingSuite.byProfile(suite, guardIds()) : suite;
        return has(Guard.KEY_USAGE) ? KeyDerivingSuite.byUsage(bound) : bound;
    }

    /** A canonical text: equal for equal sets of guards, independent of the profile name. */
    private String guardIds() {
        return guards.stream().sorted().map(Guard::id).collect(Collectors.joining(","));
    }

    /** Derives user keys from passwords. */
    public StringToKey stringToKey() {
        int size = cipherSuite().keySize();
        return has(Guard.SALTED_KDF) ? new Pbkdf2StringToKey(size) : new ClassicStringToKey(size);
    }

    public ServiceKeyGenerator serviceKeyGenerator() {
        return has(Guard.RANDOM_SERVICE_KEYS)
                ? kdcKeyGenerator(Action.SERVICE_KEY_GENERATED)
                : ServiceKeyGenerator.fromPassphrase(stringToKey());
    }

    /** Generates keys used only by the KDC itself. They are random with every set of guards. */
    public ServiceKeyGenerator kdcKeyGenerator(Action action) {
        return ServiceKeyGenerator.random(cipherSuite().keySize(), action);
    }

    /** @param lifetime the token lifetime configured for the realm */
    public TokenLifetimePolicy tokenLifetimePolicy(Duration lifetime) {
        return has(Guard.LIFETIME_CAP)
                ? TokenLifetimePolicy.cappedByTicket(lifetime)
                : TokenLifetimePolicy.fixed(lifetime);
    }

    public ClientLookup clientLookup(Principals principals, DecoyPrincipals.DecoyKeys decoys) {
        return has(Guard.UNIFORM_ERRORS)
                ? new DecoyPrincipals(principals, decoys, cipherSuite(), stringToKey())
                : ClientLookup.of(principals);
    }

    /** The fields that messages of this realm may have. */
    public GuardFields guardFields() {
        return new GuardFields(guards);
    }

    public ErrorPolicy errorPolicy() {
        return has(Guard.UNIFORM_ERRORS) ? ErrorPolicy.UNIFORM : ErrorPolicy.PRECISE;
    }

    /**
     * Verifies K2. Checking the server name does not depend on a guard: it shows the client that
     * the decryption key was right.
     */
    public KdcReplyVerifier asReplyVerifier() {
        return has(Guard.NONCE) ? KdcReplyVerifier.NONCE : KdcReplyVerifier.ACCEPT_ANY;
    }

    /** Verifies K4. */
    public KdcReplyVerifier tgsReplyVerifier() {
        return has(Guard.NAME_BINDING) ? KdcReplyVerifier.NAME.and(asReplyVerifier()) : asReplyVerifier();
    }

    /** @param factory called only with the guard {@code replay-cache} */
    public ReplayCache replayCache(Supplier<ReplayCache> factory) {
        return has(Guard.REPLAY_CACHE) ? factory.get() : ReplayCache.DISABLED;
    }

    /** Such as {@code classic + replay-cache}, or {@code hardened}. */
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
