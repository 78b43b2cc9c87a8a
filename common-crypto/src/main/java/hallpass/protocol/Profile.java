package hallpass.protocol;

import hallpass.crypto.Aes256Gcm;
import hallpass.crypto.AesEcb;
import hallpass.crypto.CipherSuite;
import hallpass.crypto.ClassicPasswordToKey;
import hallpass.crypto.KeysByUsage;
import hallpass.crypto.PasswordToKey;
import hallpass.crypto.Pbkdf2PasswordToKey;
import hallpass.crypto.Randomness;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The guards that a realm is built with, and the strategies that follow from them. An exchange is handed what it needs, and
 * never asks which profile it runs under.
 *
 * @param name as {@code realm.toml} calls it
 */
public record Profile(String name, Set<Guard> guards) {
    /** The protocol as the textbooks first draw it, without guards: weak on purpose. */
    public static final Profile CLASSIC = new Profile("classic", Set.of());

    public Profile {
        guards = Set.copyOf(guards);
    }

    /** The profile of a name; empty for a name that this version does not know. */
    public static Optional<Profile> named(String name) {
        return name.equals(CLASSIC.name) ? Optional.of(CLASSIC) : Optional.empty();
    }

    /** The same with these guards as well. */
    public Profile with(Set<Guard> more) {
        Set<Guard> all = new TreeSet<>(guards);
        all.addAll(more);
        return new Profile(name, all);
    }

    /** Whether it has a guard: for who puts a server or a client together. */
    public boolean has(Guard guard) {
        return guards.contains(guard);
    }

    /** What symmetric keys seal with. */
    public CipherSuite suite() {
        CipherSuite suite = has(Guard.AEAD) ? new Aes256Gcm(Randomness.secure()) : new AesEcb();
        return has(Guard.KEY_USAGE) ? new KeysByUsage(suite) : suite;
    }

    /** What makes a user's key. */
    public PasswordToKey passwordToKey() {
        int size = suite().keySize();
        return has(Guard.SALTED_KDF) ? new Pbkdf2PasswordToKey(size) : new ClassicPasswordToKey(size);
    }

    /** What a client checks of K2. Its name is not left to a guard: by the name a client tells that the key was right. */
    public ReplyCheck loginReplies() {
        return has(Guard.NONCE) ? ReplyCheck.NONCE : ReplyCheck.NONE;
    }

    /** What a client checks of K4. */
    public ReplyCheck tokenReplies() {
        return has(Guard.NAME_BINDING) ? ReplyCheck.NAME.and(loginReplies()) : loginReplies();
    }

    /** The cache that the guard {@code replay-cache} calls for; without the guard none is made, and nothing remembered. */
    public ReplayCache replays(Supplier<ReplayCache> cache) {
        return has(Guard.REPLAY_CACHE) ? cache.get() : ReplayCache.OFF;
    }

    /** Such as {@code classic + replay-cache}. */
    @Override
    public String toString() {
        return name + guards.stream().sorted().map(guard -> " + " + guard.id()).collect(Collectors.joining());
    }
}
