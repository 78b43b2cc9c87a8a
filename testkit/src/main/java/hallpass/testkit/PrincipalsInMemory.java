package hallpass.testkit;

import hallpass.crypto.SymmetricKey;
import hallpass.message.PrincipalName;
import hallpass.protocol.Principal;
import hallpass.protocol.Principal.Kind;
import hallpass.protocol.Principals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Principals that are forgotten with the test. Safe for many threads. */
public final class PrincipalsInMemory implements Principals {
    private final Map<PrincipalName, Principal> byName = new HashMap<>();
    private final Map<PrincipalName, List<OldKey>> older = new HashMap<>();

    private record OldKey(Principal.Key key, Instant retiresAt) {}

    /** Makes an account, in place of any that the name had before. */
    public synchronized void add(PrincipalName name, Kind kind, SymmetricKey key, Instant createdAt) {
        Principal.Key first = new Principal.Key(1, "aes128-ecb", "", key);
        byName.put(name, new Principal(name, kind, createdAt, false, first));
    }

    /** Removes an account: it is still found, as one that was removed. */
    public synchronized void remove(PrincipalName name) {
        byName.computeIfPresent(name, (same, p) -> new Principal(p.name(), p.kind(), p.createdAt(), true, p.key()));
    }

    @Override
    public synchronized Optional<Principal> find(PrincipalName name) {
        return Optional.ofNullable(byName.get(name));
    }

    @Override
    public synchronized List<Principal.Key> keysOf(PrincipalName name, Instant now) {
        List<Principal.Key> keys = new ArrayList<>();
        find(name).ifPresent(principal -> keys.add(principal.key()));
        older.getOrDefault(name, List.of()).stream()
                .filter(old -> now.isBefore(old.retiresAt()))
                .forEach(old -> keys.add(old.key()));
        return keys;
    }

    /** Gives a service a new key beside its old one. */
    public synchronized void addKey(PrincipalName name, SymmetricKey newKey, Instant olderRetireAt) {
        byName.computeIfPresent(name, (same, principal) -> {
            Principal.Key key = principal.key();
            older.computeIfAbsent(name, none -> new ArrayList<>()).add(new OldKey(key, olderRetireAt));
            return new Principal(
                    name,
                    principal.kind(),
                    principal.createdAt(),
                    principal.removed(),
                    new Principal.Key(key.version() + 1, key.encryption(), key.salt(), newKey));
        });
    }

    @Override
    public synchronized OptionalInt replaceKey(
            PrincipalName name, int expected, String encryption, String salt, SymmetricKey newKey) {
        Principal old = byName.get(name);
        if (old == null || old.removed() || old.key().version() != expected) {
            return OptionalInt.empty();
        }
        Principal.Key key = new Principal.Key(expected + 1, encryption, salt, newKey);
        byName.put(name, new Principal(name, old.kind(), old.createdAt(), false, key));
        return OptionalInt.of(key.version());
    }
}
