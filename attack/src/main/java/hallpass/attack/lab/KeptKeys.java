package hallpass.attack.lab;

import hallpass.crypto.BadSaltException;
import hallpass.crypto.PasswordToKey;
import hallpass.crypto.Randomness;
import hallpass.crypto.SymmetricKey;
import hallpass.protocol.Principal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Makes each password's key once, for it is slow on purpose, as a key table keeps it. */
public final class KeptKeys implements PasswordToKey {
    private final PasswordToKey maker;
    private final Map<String, SymmetricKey> kept = new ConcurrentHashMap<>();

    /** None yet. */
    public KeptKeys(PasswordToKey maker) {
        this.maker = maker;
    }

    /** One that was made before. */
    public void keep(String password, Principal.Key key) {
        kept.put(which(password, key.salt()), key.value());
    }

    private static String which(String password, String salt) {
        return password + '\0' + salt;
    }

    @Override
    public String newSalt(Randomness randomness) {
        return maker.newSalt(randomness);
    }

    @Override
    public SymmetricKey toKey(String label, char[] password, String salt) throws BadSaltException {
        String which = which(new String(password), salt);
        SymmetricKey known = kept.get(which);
        if (known == null) {
            known = maker.toKey(label, password, salt);
            kept.put(which, known);
        }
        return known.as(label);
    }
}
