package hallpass.attack.lab;

import hallpass.crypto.BadSaltException;
import hallpass.crypto.Randomness;
import hallpass.crypto.StringToKey;
import hallpass.crypto.SymmetricKey;
import hallpass.protocol.Principal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Caches the keys that another {@link StringToKey} derives, because the derivation is slow. */
public final class CachingStringToKey implements StringToKey {
    private final StringToKey delegate;
    private final Map<String, SymmetricKey> cache = new ConcurrentHashMap<>();

    /** Creates an empty cache. */
    public CachingStringToKey(StringToKey delegate) {
        this.delegate = delegate;
    }

    /** Adds a key that was derived before. */
    public void put(String password, Principal.VersionedKey key) {
        cache.put(cacheKey(password, key.salt()), key.value());
    }

    private static String cacheKey(String password, String salt) {
        return password + '\0' + salt;
    }

    @Override
    public String newSalt(Randomness randomness) {
        return delegate.newSalt(randomness);
    }

    @Override
    public SymmetricKey toKey(String label, char[] password, String salt) throws BadSaltException {
        String cacheKey = cacheKey(new String(password), salt);
        SymmetricKey key = cache.get(cacheKey);
        if (key == null) {
            key = delegate.toKey(label, password, salt);
            cache.put(cacheKey, key);
        }
        return key.withLabel(label);
    }
}
