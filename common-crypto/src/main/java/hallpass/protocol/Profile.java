package hallpass.protocol;

import hallpass.crypto.AesEcb;
import hallpass.crypto.CipherSuite;
import hallpass.crypto.ClassicPasswordToKey;
import hallpass.crypto.PasswordToKey;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The strategies that a realm is built with. An exchange is handed what it needs of them, and never asks which profile
 * it runs under.
 *
 * @param name as {@code realm.toml} calls it
 */
public record Profile(String name, Set<Guard> guards, CipherSuite suite, PasswordToKey passwordToKey) {
    /** The protocol as the textbooks first draw it, without guards: weak on purpose. */
    public static final Profile CLASSIC = new Profile("classic", Set.of(), new AesEcb(), new ClassicPasswordToKey());

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
        return new Profile(name, all, suite, passwordToKey);
    }

    /** Whether it has a guard: for who puts a server or a client together. */
    public boolean has(Guard guard) {
        return guards.contains(guard);
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
